package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// legacy are encodings from before Unicode with the letters by which texts in them are
// recognised, as lower-case letters, and the commonest of these where other letters of the
// script have the same bytes in another encoding. Of equally good ones the first is taken.
var legacy = []struct{ name, letters, common string }{
	{"windows-1252", western + "“”„‘’–—…€£°©®·¿¡«»\u00a0", ""},
	{"windows-1250", polish + marks1250, ""},
	{"windows-1250", czech + marks1250, ""},
	{"windows-1250", hungarian + marks1250, ""},
	{"windows-1250", romanian + marks1250, ""},
	{"windows-1250", croatian + marks1250, ""},
	{"iso-8859-2", polish, ""},
	{"iso-8859-2", czech, ""},
	{"iso-8859-2", hungarian, ""},
	{"iso-8859-2", romanian, ""},
	{"iso-8859-2", croatian, ""},
	{"windows-1251", cyrillic + "іїєўґјљњћџђ«»“”„–—…№\u00a0", commonCyrillic},
	{"koi8-r", cyrillic, commonCyrillic},
	{"koi8-u", cyrillic + "іїєґ", commonCyrillic},
	{"ibm866", cyrillic, commonCyrillic},
	{"iso-8859-5", cyrillic + "іїєўјљњћџђ", commonCyrillic},
	{"x-mac-cyrillic", cyrillic + "іїєўјљњћџђ«»“”„–—…№\u00a0", commonCyrillic},
	{"windows-1253", "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώς«»’–…", "αοιετσνηυρπκμλςω"},
	{"windows-1254", "ışğçöüâ", ""},
	{"windows-1255", "אבגדהוזחטיךכלםמןנסעףפץצקרשת", "יוהלאתרבמשנכ"},
	{"windows-1256", "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآئؤ،", ""},
	{"iso-8859-6", "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآئؤ،", ""},
	{"windows-874", "กขคงจฉชซญฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาำเแโใไๆ็่้๊๋์ิีึืุู", ""},
	{"shift_jis", "のはをにがとでたてしいるれなこもらりすかあきさくんっまよそうどーンスルトラリアイ。、「」", ""},
	{"euc-jp", "のはをにがとでたてしいるれなこもらりすかあきさくんっまよそうどーンスルトラリアイ。、「」", ""},
	{"gb18030", "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后，。、", ""},
	{"big5", "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後，。、", ""},
	{"euc-kr", "이다는의에을가고하지한로은사도를기인어자나시대정라수리전스아일보부해서원그있", ""},
	{"macintosh", western + "“”„‘’–—…£°©®·¿¡«»\u00a0", ""},
}

const (
	western        = "éèêëàâäáãåçùûüúôöóõøîïíìßñæœ"
	polish         = "ąęćłńśźżó"
	czech          = "čďěňřšťůžýáéíľĺŕôäúó"
	hungarian      = "áéíóöőúüűä"
	romanian       = "ăâîşţ"
	croatian       = "šđčćž"
	marks1250      = "“”„‘’–—…«»€ß\u00a0"
	cyrillic       = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
	commonCyrillic = "оеаинтсрвлкмдпуяі"
)

// guess is the encoding in which a sample reads best.
func guess(sample []byte) string {
	best, most := legacy[0].name, -1.0
	for _, l := range legacy {
		e, err := htmlindex.Get(l.name)
		if err != nil {
			continue
		}
		text, err := e.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		s := readability([]rune(string(text)), l.letters, l.common)
		if l.name == "windows-874" { // in Thai nearly every byte is a letter
			s -= 0.15
		}
		if s > most+1e-9 {
			best, most = l.name, s
		}
	}
	if best == "windows-1251" && hebrewBytes(sample) {
		return "windows-1255"
	}
	return best
}

// hebrewBytes reports whether all letters are in the part of the Cyrillic ones where
// Hebrew has its letters: Russian has capitals, and letters behind them.
func hebrewBytes(sample []byte) bool {
	n := 0
	for _, c := range sample {
		if c >= 0xc0 {
			n++
			if c < 0xe0 || c > 0xfa {
				return false
			}
		}
	}
	return n > 10
}

// readability is high if the letters beyond ASCII are those that are expected, in places
// where they are expected: Latin ones among Latin ones, others among their like.
func readability(text []rune, letters, common string) float64 {
	all, sum := 0, 0.0
	isASCII := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i]|0x20) >= 'a' && (text[i]|0x20) <= 'z'
	}
	isHigh := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= 0x80 && unicode.IsLetter(text[i]) }
	for i, r := range text {
		if r < 0x80 {
			continue
		}
		all++
		latin := unicode.Is(unicode.Latin, r)
		switch {
		case r == utf8.RuneError || r < 0xa0 || unicode.Is(unicode.Co, r):
			sum -= 3
		case !unicode.IsLetter(r) && isASCII(i-1) && isASCII(i+1) && r != '’':
			sum -= 1
		case latin && isHigh(i-1) && isHigh(i+1): // seldom three in a row
			if !strings.ContainsRune(letters, r) {
				sum -= 1
			}
		case !latin && unicode.IsLetter(r) && (isASCII(i-1) || isASCII(i+1)):
			sum -= 1
		case unicode.IsUpper(r) && i > 0 && unicode.IsLower(text[i-1]): // KOI8-R read as windows-1251 has capitals inside words
			sum -= 0.5
		case common != "" && !strings.ContainsRune(common, unicode.ToLower(r)) && strings.ContainsRune(letters, unicode.ToLower(r)):
			sum += 0.6
		case strings.ContainsRune(letters, unicode.ToLower(r)):
			sum += 1
		case unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r):
			sum += 0.6
		}
	}
	if all == 0 {
		return 0
	}
	return sum / float64(all)
}
