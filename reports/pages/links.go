package pages

import (
	"net/url"
	"strings"
)

// link is an address that a page may link to: an absolute one of http or https,
// with a host. Any other is empty: it is printed as text or not at all.
func link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil // a name before the host makes an address look like another's
	return u.String()
}
