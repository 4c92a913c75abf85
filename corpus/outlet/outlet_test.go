package outlet

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/net/publicsuffix"
	"pgregory.net/rapid"
)

func TestOf(t *testing.T) {
	for want, sources := range map[string][]string{
		"harbour.example": {
			"harbour.example", "HARBOUR.Example", "harbour.example.", "www.harbour.example", "m.harbour.example",
			"amp.harbour.example",
			"http://harbour.example", "https://www.harbour.example/news/1?a=b#c", "HTTPS://HARBOUR.EXAMPLE:8080/",
			"//harbour.example/x",
			"harbour.example/", "harbour.example/a b", "harbour.example:8080", "harbour.example:8080/a", "harbour.example:",
			"ftp://user:pass@harbour.example/x@y", "user@harbour.example", "mailto:desk@harbour.example?subject=x",
			"News Desk <desk@harbour.example>", "<https://harbour.example/>", "https://https://harbour.example/a",
			"http://harbour.example\\a",
			" harbour.example\u00a0", "har\u00adbour.example", "\ufeffharbour.example", "harbour.example\u200b",
			"ｈarbour．example", "harbour。example",
			"https://harbour%2Eexample/", ".harbour.example", "a.b.c.harbour.example", "http://harbour.example:port/",
		},
		"bbc.co.uk": {
			"bbc.co.uk", "news.bbc.co.uk", "http://News.BBC.co.uk:80/1", "bbc-co-uk.cdn.ampproject.org",
			"https://www-bbc-co-uk.cdn.ampproject.org/",
			"https://cdn.ampproject.org/c/s/www.bbc.co.uk/news/1",
			"https://www-bbc-co-uk.cdn.ampproject.org/v/s/www.bbc.co.uk/news/1?amp_js_v=0.1",
			"https://www.google.com/amp/s/www.bbc.co.uk/news/1", "google.co.uk/amp/bbc.co.uk",
			"https://google.com/amp/s/amp.bbc.co.uk",
		},
		"zeitung-münchen.de": {
			"zeitung-münchen.de", "xn--zeitung-mnchen-osb.de", "https://www.XN--zeitung-mnchen-osb.de/a",
			"zeitung-mu\u0308nchen.de", "ZEITUNG-MÜNCHEN.DE",
			"https://zeitung-m%C3%BCnchen.de/", "zeitung--münchen-de.cdn.ampproject.org",
		},
		"straße.example":  {"straße.example", "xn--strae-oqa.example"},
		"strasse.example": {"strasse.example", "STRASSE.EXAMPLE"},
		"газета.рф":       {"газета.рф", "www.ГАЗЕТА.РФ", "xn--80aahjj1e.xn--p1ai", "http://газета.рф/новости"},
		"新闻.公司.cn":        {"新闻.公司.cn", "www.新闻.公司.cn", "xn--efvy88h.xn--55qx5d.cn"},
		"a.blogspot.com":  {"a.blogspot.com", "www.a.blogspot.com", "https://A.blogspot.com/2031/05/x.html"},
		"b.blogspot.com":  {"b.blogspot.com"},
		"a.github.io":     {"a.github.io", "http://www.a.github.io/post"},
		"blogspot.com":    {"blogspot.com", "www.blogspot.com", "https://www.blogspot.com/"},
		"gov.uk":          {"gov.uk", "www.gov.uk", "https://www.gov.uk/news"},
		"www.ck":          {"www.ck"},
		"ampproject.org":  {"cdn.ampproject.org", "ampproject.org", "abcdefghij.cdn.ampproject.org"},
		"google.com": {
			"google.com", "news.google.com", "https://google.com/amp/", "https://www.google.com/amp/s/nohost",
			"https://google.com/amplify/bbc.co.uk",
		},
		"a-b.example": {"a-b.example", "a--b-example.cdn.ampproject.org", "0-a--b-example-0.cdn.ampproject.org"},
		// A label that is no Punycode is kept.
		"xn--a.example":        {"xn--a.example", "www.XN--A.example", "https://xn--a.example/1"},
		"xn--99999999.example": {"www.xn--99999999.example"},
		"under_score.example":  {"http://under_score.example/", "www.under_score.example"},
		"-hyphens-.example":    {"-hyphens-.example", "a.-hyphens-.example"},
		"i❤.ws":                {"i❤.ws", "xn--i-7iq.ws", "i❤️.ws"},
		"10.1.2.3": {
			"10.1.2.3", "10.1.2.3:8080", "http://10.1.2.3/a", "u@10.1.2.3:1", "::ffff:10.1.2.3",
			"http://[::ffff:10.1.2.3]:80/",
		},
		"2001:db8::1": {
			"2001:db8::1", "[2001:DB8::1]", "[2001:db8:0:0::1]:8080", "http://[2001:db8::1]:8080/a",
			"http://[2001:db8::1%25eth0]/",
		},
		"localhost":     {"localhost", "LOCALHOST.", "localhost:3000", "http://localhost:3000/a", "localhost/a"},
		"intranet":      {"Intranet", "http://intranet/a", "http://intranet:80"},
		"corp.intranet": {"corp.intranet", "news.corp.intranet", "news.corp.intranet:8080", "http://corp.intranet/a"},
		"the guardian": {
			"The Guardian", "the  guardian ", "THE\u00a0GUARDIAN", "The Guar\u00addian", "\u200bThe Guardian",
		},
		"société éditrice":      {"Société éditrice", "SOCIE\u0301TE\u0301 E\u0301DITRICE"},
		"strassenzeitung":       {"Straßenzeitung", "STRASSENZEITUNG"},
		"the u.s. herald":       {" The U.S.  Herald"},
		"st.gallen/nord":        {"St.Gallen/Nord"},
		"cbs/ap":                {"CBS/AP"},
		"u.s.":                  {"U.S."},
		"radio 91.3":            {"Radio 91.3"},
		"91.3":                  {"91.3"},
		"256.1.1.1":             {"256.1.1.1", "http://256.1.1.1/a"},
		"a..b":                  {"a..b"},
		"yahoo!":                {"Yahoo!", "http://yahoo!/"},
		"@harbour":              {"@Harbour"},
		"urn:x:1":               {"urn:x:1"},
		"http://":               {"http://", "HTTP://"},
		"..":                    {".."},
		"":                      {"", " ", "\u200b"},
		"bbc.co.uk (uk)":        {"bbc.co.uk (UK)"},
		"bbc.co.uk, sky.com":    {"bbc.co.uk, sky.com"},
		"reporter at desk / ap": {"Reporter at desk / AP"},
	} {
		for _, source := range sources {
			assert.Equal(t, want, Of(source), "%q", source)
			assert.Equal(t, want, Of(Name(source)), "%q is called %q", source, Name(source))
		}
	}
}

func TestName(t *testing.T) {
	for want, sources := range map[string][]string{
		"news.harbour.example": {"https://news.harbour.example:80/1", "News.harbour.example.", "u@news.harbour.example"},
		"zeitung-münchen.de":   {"xn--zeitung-mnchen-osb.de", "Zeitung-MÜNCHEN.de/a"},
		"The Guardian":         {" The  Guardian\u200b"},
		"www.bbc.co.uk":        {"https://google.com/amp/s/www.bbc.co.uk/news/1"},
		"10.1.2.3":             {"http://10.1.2.3:80/"},
		"":                     {"", "\u00ad"},
	} {
		for _, source := range sources {
			assert.Equal(t, want, Name(source), source)
		}
	}
}

// What is written around a host does not change the outlet.
func TestOutletDecorated(t *testing.T) {
	label := rapid.StringMatching(`[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5})?`)
	suffix := rapid.SampledFrom([]string{"example", "com", "co.uk", "de", "blogspot.com", "github.io", "test", "рф", "公司.cn", "news"})
	draw := func(t *rapid.T, name string, choices ...string) string {
		return rapid.SampledFrom(choices).Draw(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.OneOf(label, rapid.SampledFrom([]string{"münchen", "газета", "新闻", "café", "xn--a"})).Draw(t, "label")
		domain := own + "." + suffix.Draw(t, "suffix")
		if listed, _ := publicsuffix.PublicSuffix(asciiHost(domain)); own == "www" || listed == asciiHost(domain) {
			t.Skip() // hk.com is a public suffix: www2.hk.com is an outlet below it
		}
		assert.Equal(t, domain, Of(domain))
		host := draw(t, "sub", "", "www.", "m.", "amp.", "mobile.", "www2.", "a.b.") + domain + draw(t, "dot", "", ".")
		if draw(t, "case", "", "upper") != "" {
			host = strings.ToUpper(host)
		}
		if draw(t, "punycode", "", "yes") != "" {
			host = asciiHost(strings.ToLower(host))
		}
		source := draw(t, "scheme", "", "http://", "HTTPS://", "//", "feed://") + draw(t, "user", "", "u@", "u:p@") + host +
			draw(t, "port", "", ":", ":80", ":65535") + draw(t, "path", "", "/", "/a/b.html", "/a@b:80", "?q=http://x.example/", "/x?y#z", "#top")
		assert.Equal(t, domain, Of(source), source)
		assert.Equal(t, domain, Of(" "+source+"\u00a0"), source)
	})
}

func TestOutletHostile(t *testing.T) {
	const length = 1 << 15
	for _, part := range []string{
		".", "a.", "a", "xn--", "é.", "é", "http://", "/", "@", ":", "[", "<", "<@", "%", "-", "--", "\u00ad", " ", "1.", "a@", "::",
		"\u0300", "ﷺ.",
	} {
		long := strings.Repeat(part, length/len(part))
		for _, source := range []string{
			long, "http://" + long, long + ".com", "<" + long + ">", long + ".cdn.ampproject.org", "google.com/amp/" + long,
		} {
			key := Of(source)
			assert.True(t, Of(key) == key, "%.20q", source)
		}
	}
}

func FuzzOutlet(f *testing.F) {
	for _, s := range []string{
		"https://www.harbour.example:80/a?b#c", "u@[::1]:80", "bbc-co-uk.cdn.ampproject.org", "google.com/amp/s/bbc.co.uk",
		"xn--zeitung-mnchen-osb.de",
		"The Guardian", "a <b@c.de>", "zeitung.ß", "İ.TR", "mailto:a@b.c", "//a//b", "1.2.3", "ﬀ.ﬁ/ﬂ", "a\u200d.de", "。．｡",
		"ŉ.ŉŉ", "www.gov.uk",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		key := Of(source)
		if again := Of(key); again != key {
			t.Errorf("Of(%q) = %q, of which it is %q", source, key, again)
		}
		if name := Name(source); Of(name) != key {
			t.Errorf("Of(%q) = %q, and of its name %q it is %q", source, key, name, Of(name))
		}
	})
}

func BenchmarkOutlet(b *testing.B) {
	for _, source := range []string{
		"harbour.example", "https://www.harbour.example/news/2031/05/06/1", "The Harbour Times", "xn--zeitung-mnchen-osb.de",
	} {
		b.Run(fmt.Sprintf("%.12s", source), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Of(source)
			}
		})
	}
}
