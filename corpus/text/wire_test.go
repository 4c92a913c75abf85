package text

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWire(t *testing.T) {
	for text, want := range map[string]string{
		"LONDON (Reuters) - A bridge opened.":                                               "reuters.com",
		"HANOI, March 3 (Xinhua) -- A bridge opened.":                                       "xinhuanet.com",
		"WASHINGTON (AP) — A bridge opened.":                                                "apnews.com",
		"By The Associated Press\nA bridge opened.":                                         "apnews.com",
		"A bridge opened. (Reporting by A. Writer in London; Editing by B. Editor)":         "reuters.com",
		"A bridge opened. (Additional reporting by C. Other; editing by B. Editor) ":        "reuters.com",
		"Một cây cầu. (Theo TTXVN)":                                                         "vnanet.vn",
		"Một cây cầu. Theo Reuters":                                                         "reuters.com",
		"A bridge opened. (AFP)":                                                            "afp.com",
		"A bridge opened. Copyright 2031 The Associated Press. All rights reserved.":        "apnews.com",
		"A bridge opened, the Associated Press (AP) reported, and nobody came.":             "",
		"A bridge opened, said Reuters.":                                                    "",
		"A bridge opened. Ảnh: AFP":                                                         "",
		"By Reuters standards, that was slow.":                                              "",
		"The bridge (AP Photo) opened - late.":                                              "",
		"Reuters, AP and AFP were there. " + string(make([]byte, 400)) + "(AP) - x " + "no": "",
		"": "",
	} {
		host, ok := Wire(text)
		assert.Equal(t, want, host, text)
		assert.Equal(t, want != "", ok, text)
	}
}

// Every name that the patterns know leads to a host, which is a registrable domain.
func TestAgencies(t *testing.T) {
	for name, host := range agencies {
		assert.Equal(t, host, Outlet(host), name)
	}
	for _, name := range []string{"AP", "The Associated Press", " thomson reuters ", "in.reuters.com"} {
		_, ok := Agency(name)
		assert.True(t, ok, name)
	}
	_, ok := Agency("Harbour Times")
	assert.False(t, ok)
}

func FuzzWire(f *testing.F) {
	f.Add("LONDON (Reuters) - A bridge opened. (Reporting by A)")
	f.Fuzz(func(t *testing.T, text string) {
		host, ok := Wire(text)
		assert.Equal(t, ok, host != "")
	})
}
