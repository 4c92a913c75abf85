package text

import (
	"regexp"
	"strings"
)

// Wire returns the host of the news agency that a text credits as its author: in the
// dateline "LONDON (Reuters) -", the byline "By The Associated Press", Reuters' closing
// line "(Reporting by …; editing by …)", or a credit or copyright notice at the end,
// such as "(Theo TTXVN)". Agencies that are only quoted do not count.
func Wire(text string) (host string, ok bool) {
	text = strings.TrimSpace(text)
	head, tail := text[:min(len(text), 300)], text[max(len(text)-400, 0):]
	if closingReuters.MatchString(tail) {
		return agencies["reuters"], true
	}
	for _, at := range []struct {
		pattern *regexp.Regexp
		text    string
	}{{dateline, head}, {byline, head}, {credit, tail}, {copyright, tail}} {
		if found := at.pattern.FindStringSubmatch(at.text); found != nil {
			return Agency(found[1])
		}
	}
	return "", false
}

// Agency returns the host of a news agency by its name, its abbreviation or the host.
func Agency(name string) (host string, ok bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if host, ok = agencies[strings.TrimPrefix(name, "the ")]; ok {
		return host, true
	}
	domain := Outlet(name)
	for _, host := range agencies {
		if host == domain {
			return host, true
		}
	}
	return "", false
}

const agencyName = `((?:The |Thomson )?(?:AP|Associated Press|Reuters|AFP|Agence France-Presse|UPI|Xinhua|Kyodo|dpa|ANSA|EFE|TASS|` +
	`Interfax|PTI|IANS|ANI|Canadian Press|PA Media|AAP|TTXVN|VNA|Yonhap))`

var (
	dateline       = regexp.MustCompile(`\(` + agencyName + `\)\s*(?:-|–|—|_)`)
	byline         = regexp.MustCompile(`^By\s+` + agencyName + `\s*(?:\n|$|[-–—|])`)
	credit         = regexp.MustCompile(`(?:\((?:Theo\s+)?|\bTheo )` + agencyName + `\)?\.?$`)
	copyright      = regexp.MustCompile(`(?:©|Copyright)[^.\n]{0,24}?\b` + agencyName + `\b`)
	closingReuters = regexp.MustCompile(`\(\s*(?:Additional r|R)eporting by [^()]{3,300}?[;.,]?\s*[Ee]diting by`)
)
