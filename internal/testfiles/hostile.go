package testfiles

import "strings"

// Hostile are texts that break careless writers, by what is hostile in them.
func Hostile() map[string]string {
	return map[string]string{
		"markup":      "a|b & <script>alert(1)</script> \\ $x$ `c` *d* _e_ [f](g) #h {i} ~j ^k %l \"m\" 'n' \\end{table} \\input{/etc/passwd}",
		"starts":      "[x] *y",
		"star":        "*",
		"rightToLeft": "زلزال قوي يضرب العاصمة \u202e evil \u2066 שלום",
		"emoji":       "Quake 😀👩‍👩‍👧🇩🇪 hits ☃️",
		"scripts":     "地震 землетрясение भूकंप แผ่นดินไหว",
		"accents":     "Čapek, Łódź, İstanbul, ẹ̀kọ́, Trường Đại học ế ỗ ặ ǻ ĸ ŀ ħ ŧ ß Æ œ ș ț ½ € ™ ± µ ¸ \u00ad",
		"long":        strings.Repeat("long title ", 900) + strings.Repeat("x", 1000),
		"oneWord":     strings.Repeat("w", 10_000),
		"longArabic":  strings.Repeat("زلزال", 2_000),
		"lines":       "first\nsecond\r\nthird\u2028fourth\tfifth",
		"controls":    "bell\a escape\x1b[31mred\x1b[0m nul\x00 del\x7f \u0085 \ufeff\u200b\u200d end",
		"invalid":     "cut \xf0\x9f off \xff",
		"dashes":      "-- --- ,, '' `` ?` !` << >> “q” ‘q’ – — … → ≤",
		"formula":     "=HYPERLINK(\"http://evil.example\")",
		"empty":       "",
		"blank":       "\x00\u202e",
		"block":       "- 1. ### + = ---",
	}
}
