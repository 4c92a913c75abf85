package main

import (
	"fmt"
	"strings"
)

// An input is a text of any length.
type input struct {
	name string
	text func(n int) string
}

// repeated are inputs of which each repeats a text.
func repeated(parts ...string) []input {
	var list []input
	for _, part := range parts {
		list = append(list, input{fmt.Sprintf("%+q", part), func(n int) string { return strings.Repeat(part, n/len(part)) }})
	}
	return list
}

// framed are inputs with a beginning before what is repeated and an end after it. A # in
// the middle is its number.
func framed(frames ...[3]string) []input {
	var list []input
	for _, f := range frames {
		list = append(list, input{fmt.Sprintf("%+q…%+q…%+q", f[0], f[1], f[2]), func(n int) string {
			var b strings.Builder
			b.WriteString(f[0])
			for i := 0; b.Len()+len(f[2]) < n; i++ {
				b.WriteString(strings.ReplaceAll(f[1], "#", fmt.Sprint(i)))
			}
			return b.String() + f[2]
		}})
	}
	return list
}

// texts are hard for what finds sentences, words, names, numbers, dates, quotations,
// outlets and markup: marks that are never closed or never opened, runs without spaces,
// beginnings that never end, and characters that Unicode treats in a way of their own.
var texts = append(repeated(
	"a", "A", "é", " ", "\u00a0", "\n", "\r\n", "\n\n", "a ", "A ", "A a ", "a\n", "\x00", "\xff", "\xf0\x9f",
	// quotations and brackets
	`"`, `" `, ` "a`, `"a `, `"a" `, "“", " “", " “a", "“a ", "” ", "“a”", " “1” ", "„“", "«", " «a", "»", "»a", " »a «", "‘", " ‘a", " '",
	" 'a", "it's ",
	"「", "「あ", "」", "『「", "(", " (a", ")", "()", "(a)", "[", "]", "{", "}", "“‘", `"'`, "“(", "([{",
	// ends of sentences
	".", ". ", "a.", "a. ", "A.", "A. ", "a.A", "...", "…", "… ", "?", "? ", "!", "?! ", "a? “", "Mr. ", "U.S.", "U.S. ", "Jr. ", "z. B. ",
	"No. 1 ",
	"1. ", "12.", "a.\n", "a;", ";", ": ", ",", "a, ", "a,", "Yahoo! ", ".)", ".” ", "。", "。」", "あ。", "।", "؟ ", ".5", " .a", "a .",
	// names
	"Mr ", "A-", "A-a", "A-a-", "A's ", "Van der ", "A of ", "University of the ", "van ", "Former ", "President ", "A & ", "A&", "AT&T ",
	"O'", "L'", "A/", "Monday ", "May ", "Kim Jong-un ", "al-", "Inc. ", "BANK ", "iA", "A1 ",
	// numbers and dates
	"1", "0", "1,", "1,000", "1,000,", "1.000.", "1 ", "1 000 ", "1\u00a0000\u00a0", "1-", "1-2-", "1–", "1/", "1/2 ", "1:", "1:00",
	"1:00:", "12:30 ",
	"+1 ", "+1-", "(1) ", "(1)-", "01 ", "01-", "1 to ", "1 or ", "between 1 and ", "from 1 to ", "-1", "$", "$1", "US$", "USD ", "1m ",
	"1m", "%", "1%", "½",
	"1½", "one ", "hundred ", "one hundred ", "million ", "1 million ", "mil ", "twenty-", "twenty-one-", "and ", "ein", "einund",
	"hundert", "tausend",
	"dreihundert", "vingt-", "quatre-vingt-", "một trăm ", "linh ", "三", "百", "万", "三百", "三百人", "3万", "3만5000", "만", "年", "3月5日", "15時",
	"x1", "1x",
	"January ", "1 January ", "January 1 ", "January 1, ", "1 January 2020 to ", "12/", "1/2/", "2020-01-", "1.1.", "ngày 1 ", "#1",
	"G-20 ", "1-a", "1e", "٣", "１",
	"12 more A ", "1 A ", "1 more ", "5 p.m. ", "1st ", "1 of ", "one in ", "1970s ", "66 ballistic ",
	// addresses and markup
	"://", "http://", "http://a", "http://a/ ", "www.", "a@", "a@a ", "a.b/", "a.b.", "a.b", "a/", "/", "\\", "//", "?a=", "&", "&a",
	"&amp;", "&#", "&#x", "&#1;",
	"xn--", "xn--a.", ".com", "a-", "%2", "%25", "a.com/b ", "<", ">", "<a", "<a ", "<a>", "</a>", "<a><b>", "<!", "<!--", "-->",
	"<![CDATA[", "<?", "<p", "<p>",
	"<a b=\"", "<script>", "<table><a>", "<b><p>", "<i><div>", "|", " | ", " - ", " | a.com", " | CNN", "aCNN", "aFox News", " | News",
	" - A", "--", "— ", "-", "_", "=", "~", "*", "#", "`", "^", "@", "$$",
	// wire
	"(Reuters) - ", "(Reuters", "Reporting by ", "(Reporting by ", "(Additional reporting by a; ", "By AP ", "Copyright ", "© ", "AP ",
	"(Theo ", "(AP) ",
	// scripts and characters of their own kind
	"地", "地震 ", "の", "カ", "ー", "ไ", "ก", "ก็", "กะ ", "ກ", "ក្", "မ္", "မ်", "한", "ㄱ", "\u1100", "\u1100\u1161", "अ", "क्", "ا", "ـ", "َ",
	"ش ", "ש",
	"\u0301", "a\u0301", "a\u0301\u0327", "\u0345", "α\u0345", "\u0327\u0301", "\u00ad", "a\u00ad", "\u200b", "\u200d", "\ufe0f", "\ufeff",
	"\u202e", "\u2068",
	"ﷺ", "ﬁ", "ß", "İ", "ı", "ǅ", "🇩", "👩\u200d", "😀", "\U0001F3FB", "\u2028", "\u0085", "\t", "′", "″", "№", "½\u0301", "①", "²",
	"\u0f71\u0f72",
), framed(
	[3]string{"“", "a ", ""}, [3]string{"", "a ", "”"}, [3]string{"\"A", "\n a", ""}, [3]string{"(", "a. ", ")"},
	[3]string{"<a ", "b", ""}, [3]string{"<a ", "b=# ", ">"},
	[3]string{"“", "“", "a”"}, [3]string{"", "“a ", "”"}, [3]string{"", "“a ", "\n\n”"}, [3]string{"", " “1", "”"},
	[3]string{"", "'a ", "' b"},
	[3]string{"", "A#x ", ""}, [3]string{"", "A#a b. ", ""}, [3]string{"", "In#a the Word#b said. ", ""}, [3]string{"", "w#a ", ""},
	[3]string{"$", "1", "m"},
	[3]string{"http://", "a.", "com/"}, [3]string{"http://a.com/", "b/", ""}, [3]string{"", "# people. ", ""}, [3]string{"", "# and ", ""},
	[3]string{"By ", " ", "AP"},
	[3]string{"(Reporting by ", "a ", ""}, [3]string{"", "#: ", ""}, [3]string{"", "<x#>", ""}, [3]string{"<!--", "a-", ""},
	[3]string{"", "&x#;", ""},
)...)
