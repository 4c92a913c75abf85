package chat

import (
	"fmt"
	"net"
	"net/url"
	"os"
)

// Key returns the key in an environment variable for a server. A spec, and so its address,
// may be somebody else's: the key is given to the host that another variable names alone,
// with its port if it has one, and to this machine.
func Key(address, keyVariable, hostVariable string) (string, error) {
	key := os.Getenv(keyVariable)
	if key == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	allowed := os.Getenv(hostVariable)
	if allowed != "" && (allowed == u.Host || allowed == u.Hostname()) || isLoopback(u.Hostname()) {
		return key, nil
	}
	return "", fmt.Errorf("the key in %s is for no server but the one that %s names: set %[2]s=%s if it is for this one",
		keyVariable, hostVariable, u.Host)
}

func (c *Client) key() (string, error) {
	if c.Key != "" || c.KeyVariable == "" {
		return c.Key, nil
	}
	return Key(c.URL, c.KeyVariable, c.HostVariable)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// CheckURL is an error if an address is not that of a server up to the version, such as
// http://localhost:8000/v1.
func CheckURL(address, keyVariable string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("url must be like http://localhost:8000/v1")
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("url must hold no name, password or query: the key is taken from %s", keyVariable)
	}
	return nil
}
