package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	textlanguage "golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// The same amount in the ways that people write it.
func TestNumbersByValue(t *testing.T) {
	for _, c := range []struct{ lang, want, texts string }{
		{"en", "1500", "1,500|1500|1'500|1’500|fifteen hundred|one thousand five hundred"},
		{"en", "1500", "１５００|１，５００|1\u00a0500|1\u2009500|1\u202f500|١٥٠٠|१,५००|𝟏𝟓𝟎𝟎|1.5k people"},
		{"de", "1500", "1.500|1500|1’500|1 500|1\u202f500|eintausendfünfhundert|fünfzehnhundert"},
		{"fr", "1500", "1 500|1\u00a0500|1\u2009500|1\u202f500|1500|mille cinq cents|1\u202f500\u202fpersonnes"},
		{"de-CH", "1500.5", "1'500.5|1’500.5|1500.5"},
		{"de", "1234.5", "1.234,5|1 234,5|1234,5|1’234,5"},
		{"es-MX", "1500", "1,500"},
		{"es", "1500", "1.500|mil quinientos"},
		{"en", "2000000000 USD", "$2bn|$2 billion|$2,000m|2 billion dollars|US$2bn|two billion dollars"},
		{"en", "2000000000 USD", "2bn dollars|$2BN|$2 bn|2 billion US dollars|2 billion U.S. dollars|USD 2bn|＄２bn|$2,000 million|a $2-billion"},
		{"en", "3000000000 GBP", "£3bn|3 billion pounds|£3 billion|3bn pounds|three billion pounds|￡3bn"},
		{"en", "1200000 EUR", "€1.2 million|1.2m euros|1.2 million euros|€1,200,000|1.2 m euros|€1.2M|EUR 1.2m"},
		{"en", "5000000 AUD", "A$5m|5 million Australian dollars|AUD 5 million"},
		{"en", "250000000 HKD", "HK$250m|250 million Hong Kong dollars"},
		{"de", "1200000 EUR", "1,2 Millionen Euro|1,2 Mio. Euro|1.200.000 Euro|1,2 Mio Euro|1,2 Mio. €"},
		{"fr", "1200000 EUR", "1,2 million d’euros|1,2 M€|1 200 000 euros|1,2 million d'euros"},
		{"fr", "2000000 USD", "2 millions de dollars|deux millions de dollars|2 M$"},
		{"en", "4.5 %", "4.5 percent|4.50 %|4.5%|4.5 per cent|4.5 pct|4.5％|٤٫٥٪|4½%|4.5\u00a0%"},
		{"de", "4.5 %", "4,5 Prozent|4,50 %|4,5%|4,5\u202f%"},
		{"es", "4.5 %", "4,5 por ciento|4,5 %"},
		{"it", "4.5 %", "4,5 per cento"},
		{"pt", "4.5 %", "4,5 por cento"},
		{"en", "123", "١٢٣|۱۲۳|१२३|๑๒๓|１２３|১২৩|௧௨௩|၁၂၃|១២៣|໑໒໓|༡༢༣|123|1\u00ad23|a hundred and twenty-three"},
		{"fa", "1234.5 %", "۱٬۲۳۴٫۵٪|1234.5%"},
		{"en", "200000 INR", "2 lakh rupees|Rs 2 lakh|Rs. 2,00,000|₹2 lakh|200,000 rupees|two lakh rupees"},
		{"en", "15000000 INR", "1.5 crore rupees|₹1.5 crore|Rs 1,50,00,000"},
		{"en", "2000000000000 INR", "Rs 2 lakh crore"},
		{"ja", "30000 人", "3万人|３万人|30,000人|約3万人|三万人|3万余人"},
		{"ja", "12300000000 JPY", "123億円|１２３億円|12,300,000,000円|百二十三億円"},
		{"ja", "12345000 JPY", "1234万5千円|1234万5000円"},
		{"ja", "110000000 USD", "1.1億ドル|1億1000万ドル|1.1億米ドル"},
		{"zh", "300 人", "三百人|300人|３００人|三百多人"},
		{"zh", "5000000000 USD", "50亿美元|五十亿美元"},
		{"zh", "20 CNY", "20元|二十元|¥20|20人民币"},
		{"ko", "35000 명", "3만5000명|35,000명|3만 5000명"},
		{"ko", "12300000000 KRW", "123억원|123억 원"},
		{"en", "12 eggs", "a dozen eggs|12 eggs|twelve eggs"},
		{"en", "24 eggs", "two dozen eggs|24 eggs"},
		{"en", "500000 people", "half a million people|500,000 people|0.5m people|five hundred thousand people"},
		{"en", "100 homes", "a hundred homes|one hundred homes|100 homes"},
		{"en", "2500000 homes", "two and a half million homes|2½ million homes|2.5m homes"},
		{"en", "6 eggs", "half a dozen eggs|6 eggs"},
		{"en", "1 %", "one percent|1 per cent|1%"},
		{"de", "21", "einundzwanzig|21"},
		{"de", "348721", "dreihundertachtundvierzigtausendsiebenhunderteinundzwanzig|348.721"},
		{"de", "1000000", "eine Million|1 Million|1.000.000"},
		{"de", "500000", "eine halbe Million|500.000|fünfhunderttausend"},
		{"de", "30", "dreißig|dreissig"},
		{"de", "12", "zwölf|ein Dutzend"},
		{"nl", "21", "eenentwintig|21"},
		{"nl", "232", "tweehonderdtweeëndertig|tweehonderd tweeëndertig"},
		{"fr", "97", "quatre-vingt-dix-sept|97"},
		{"fr", "80", "quatre-vingts|80"},
		{"fr", "71", "soixante et onze|soixante-et-onze|71"},
		{"fr", "284", "deux cent quatre-vingt-quatre"},
		{"fr", "21", "vingt et un|vingt-et-un"},
		{"es", "35", "treinta y cinco|35"},
		{"es", "2500000", "dos millones quinientos mil|2,5 millones"},
		{"es", "5200000000", "cinco mil doscientos millones|5.200 millones"},
		{"it", "123", "centoventitré|123"},
		{"it", "2000", "duemila|2.000"},
		{"it", "28", "ventotto|28"},
		{"pt", "235", "duzentos e trinta e cinco|235"},
		{"pt", "1500", "mil e quinhentos|1.500"},
		{"vi", "25", "hai mươi lăm|25"},
		{"vi", "250", "hai trăm năm mươi|250"},
		{"ru", "3000000000 RUB", "3 млрд рублей|3 млрд. рублей|3 миллиарда рублей"},
		{"ar", "3000000 USD", "٣ ملايين دولار|3 ملايين دولار"},
		{"hi", "200000", "२ लाख|2,00,000"},
		{"en", "2500000 crowns", "2.5m crowns|2,500,000 crowns|2.5 million crowns|2.5M crowns"},
		{"en", "1500000 people", "1.5m people|1,500,000 people|1.5 m people"},
		{"en", "1300000 refugees", "1.3m Syrian refugees|1.3 million refugees|1.3m more refugees"},
		{"en", "20000000 t", "20m tonnes|20 million tons"},
	} {
		unit := strings.Fields(c.want)[1:]
		for text := range strings.SplitSeq(c.texts, "|") {
			got := keys(text, c.lang)
			if len(unit) == 0 {
				got, _, _ = strings.Cut(got, " ")
			}
			assert.Equal(t, c.want, got, "%s %q", c.lang, text)
		}
	}
}

// The letter m is a million or the metre.
func TestMillionsAndMetres(t *testing.T) {
	for text, want := range map[string]string{
		"the 100 m sprint":                              "100 m",
		"the 100m sprint and a 50m pool":                "100 m, 50 m",
		"he is 1.5m tall":                               "1.5 m",
		"5m-high waves, 3m waves":                       "5 m, 3 m",
		"won the women’s 800m for the first time":       "800 m",
		"the 400m hurdles":                              "400 m",
		"Sales fell 4 percent to 1.5m in March.":        "4 %, 1500000",
		"He ran 1.5m.":                                  "1.5 m",
		"It costs 2.5m crowns.":                         "2500000 crowns",
		"between 1m and 1.5m people":                    "1000000–1500000 people",
		"The tower is 30m. It cost $5m.":                "30 m, 5000000 USD",
		"a 10k run, 10k followers":                      "10000 followers",
		"a 500-pound bomb, 20 pounds of flour":          "500 lb, 20 lb",
		"fined 500 pounds; she lost 30 pounds":          "500 GBP, 30 lb",
		"5 trillion won; 3 won":                         "5000000000000 KRW, 3 won",
		"2.5m of them, 40m below the surface":           "2.5 m, 40 m",
		"some 2m new homes and 300m vaccine doses":      "2000000 homes, 300 m",
		"Net debt of €1.2bn, from 900m a year earlier.": "1200000000 EUR, 900000000",
	} {
		assert.Equal(t, want, keys(text, "en"), text)
	}
}

// What has digits and is no amount.
func TestNoAmounts(t *testing.T) {
	for _, text := range []string{
		"don&#8217;t, &#39;x&#39;, &nbsp;", "https://example.com/2026/12345?id=77&x=9", "see example.org/news/12345 now",
		"write to desk2024@example.com or 12@example.org", "192.168.0.1 and 10.100.200.255:8080", "2026-000123", "AB-12345",
		"+49 30 1234567",
		"(212) 555-0199", "1-800-555-0199", "030/1234567", "020 7946 0958", "call 555-1234",
		"version 1.2.3 and version 2.5",
		"won 3-1, lost 0-3", "6-4, 3-6, 7-5", "5:3", "a 4-4-2 line-up",
		"第3回", "3月5日15時30分", "747-ER", "the pros and cons", "a one and an other",
		"12² is", "H₂O",
	} {
		got := keys(text, "en")
		if text == "12² is" {
			assert.Equal(t, "12", got, text)
			continue
		}
		assert.Empty(t, got, text)
	}
	for _, c := range [][2]string{{"fr", "le pour cent, un homme"}, {"de", "eine Frau und ein Mann"}, {"it", "sei stato"},
		{"fr", "un pull neuf"},
		{"zh", "万一三菱十分第三"}, {"ja", "千葉の五十嵐さん、数十人"}, {"ko", "3월 5일 15시"}, {"vi", "một ba năm"}} {
		assert.Empty(t, keys(c[1], c[0]), c[1])
	}
}

func TestWrongNumbersStayWrong(t *testing.T) {
	for _, c := range [][3]string{{"en", "2,500", "2,600"}, {"en", "£4bn", "5 billion pounds"}, {"en", "4.5 %", "45 %"},
		{"en", "$2bn", "€2bn"},
		{"en", "$2bn", "2 billion pounds"}, {"de", "1.500", "1,500"}, {"en", "1.500", "1,500"}, {"ja", "3万円", "3億円"}, {"en", "$5m", "A$5m"},
		{"en", "٤٥", "٤٫٥"}} {
		assert.NotEqual(t, keys(c[1], c[0]), keys(c[2], c[0]), "%s %s", c[1], c[2])
	}
}

// Where only the language decides, a language that is not known is English.
func TestNumbersWithoutLanguage(t *testing.T) {
	for _, lang := range []string{"", "xx", "und"} {
		assert.Equal(t, "1500, 1.5, 1234.5, 1500, 2.5", keys("1,500; 1.500; 1.234,5; 1’500; 2,5", lang), lang)
	}
}

// x/text has the separators of CLDR, but not yet of all languages.
func TestDecimalCommas(t *testing.T) {
	later := strings.Fields("an lij ltg oc sc scn sma smj szl vec wa")
	writes := func(tag string) bool {
		return strings.Contains(message.NewPrinter(textlanguage.MustParse(tag)).Sprint(number.Decimal(1.5)), ",")
	}
	commas := 0
	for _, base := range textlanguage.Supported.BaseLanguages() {
		tag := base.String()
		if tag == "no" || textlanguage.MustParse(tag).String() != tag {
			continue // another name of a language
		}
		comma := newReader("", tag).comma
		assert.Equal(t, writes(tag), comma && !slices.Contains(later, tag), tag)
		if comma {
			commas++
		}
	}
	assert.Greater(t, commas, 60)
	for tag := range strings.FieldsSeq("de-AT de-CH de-LI it-CH fr-CH es-ES es-MX es-US es-419 " +
		"es-AR es-CL es-CO es-PE es-CU es-UY es-VE en-GB en-US pt-BR pt-PT") {
		assert.Equal(t, writes(tag), newReader("", tag).comma, tag)
	}
}

// A number and its form in NFKC are one amount. Digits above the line and fractions are
// left out: NFKC makes 125 of 12⁵; and so are no-break spaces, of which it makes blanks.
func checkForms(t require.TestingT, s, lang string) {
	folded := norm.NFKC.String(s)
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.No, r) || isFixedSpace(r) }) {
		return
	}
	require.Equal(t, keys(s, lang), keys(folded, lang), "%q %q", s, folded)
}

func TestNumberFormsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkForms(t, anyText().Draw(t, "text"), someLanguages.Draw(t, "lang"))
	})
}

// Every decimal digit of Unicode has its value.
func TestDigitsOfAllScripts(t *testing.T) {
	digits := 0
	for _, run := range unicode.Nd.R16 {
		digits += int(run.Hi-run.Lo) + 1
		for r := rune(run.Lo); r <= rune(run.Hi); r++ {
			require.Equal(t, strings.Repeat(string('0'+(r-rune(run.Lo))%10), 1), figuresOf(string(r)).text)
		}
	}
	for _, run := range unicode.Nd.R32 {
		digits += int(run.Hi-run.Lo) + 1
		seven := string(rune(run.Lo) + 7)
		require.Equal(t, "77", keys(seven+seven, ""), seven)
	}
	require.Zero(t, digits%10)
}
