package language

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// texts are the beginnings of articles, by language.
var texts = map[string]string{
	"en": "The council of the town said on Monday that it would not pay for the new bridge, which was planned for this year, and that " +
		"the money had been given to the schools.",
	"de": "Der Rat der Stadt hat am Montag erklärt, dass er die neue Brücke nicht bezahlen wird, die für das Jahr geplant war, und " +
		"das Geld den Schulen zukommen soll, wie es auch ein Sprecher sagte.",
	"fr": "Le conseil de la ville a déclaré lundi que les travaux sur le pont ne seront pas payés cette année, " +
		"et que les fonds ont été " +
		"versés pour les écoles, dans une annonce avec le maire.",
	"es": "El consejo de la ciudad dijo el lunes que no pagará las obras del puente, que fue planeado para este año, y que los fondos " +
		"son para las escuelas, como una nota sobre el caso decía.",
	"ru": "Городской совет заявил в понедельник, что не будет платить за новый мост, который планировали " +
		"построить.",
	"ja": "市議会は月曜日、今年計画されていた新しい橋の費用を支払わないと発表した。",
	"zh": "市议会周一表示,今年不会支付计划中的新桥费用,并将这笔资金拨给全市各所学校使用。",
	"el": "Το δημοτικό συμβούλιο ανακοίνωσε τη Δευτέρα ότι δεν θα πληρώσει τη νέα " +
		"γέφυρα.",
	"sr": "Градско веће је у понедељак саопштило да неће платити нови мост који је " +
		"планиран.",
}

func TestOther(t *testing.T) {
	for said := range texts {
		assert.Empty(t, Other(said, texts[said]), "%s is %[1]s", said)
		for lang, text := range texts {
			if lang == said || said == "sr" || lang == "sr" || strings.Contains("ja zh ja", said+" "+lang) {
				continue // Serbian has two scripts, Chinese and Japanese share one
			}
			assert.NotEmpty(t, Other(said, text), "%s said, %s is it", said, lang)
		}
	}
	assert.Equal(t, "de", Other("en-GB", texts["de"]))
	assert.Equal(t, "Cyrillic letters", Other("en", texts["ru"]))
	assert.Empty(t, Other("", texts["de"]))
	assert.Empty(t, Other("no language", texts["de"]))
	assert.Empty(t, Other("sr", "Gradsko veće je u ponedeljak saopštilo da neće platiti novi most koji je planiran."))
	assert.Empty(t, Other("en", "Der Titel"), "too short to tell")
	assert.Empty(t, Other("en", "Results: "+strings.Repeat("Rapid Wien 3 Austria Klagenfurt 1 ", 10)), "names alone")
}

// Texts in languages that the library does not have, or takes for their neighbours.
func TestNeighbours(t *testing.T) {
	for _, c := range []struct{ text, right string }{
		{"L'Ajuntament ha anunciat que els veïns de la vall podran tornar a casa aquest dilluns, després que els " +
			"bombers hagin revisat totes les cases. " +
			"Més de cent famílies van passar la nit amb parents o en un pavelló.", ""},
		{"O alcalde anunciou que os veciños do val poderán volver á casa este luns, despois de que os bombeiros " +
			"revisasen todas as casas. " +
			"Unha chea de familias pasou a noite con parentes ou nun pavillón, pero non houbo feridos.", ""},
		{"Starosta oznámil, že obyvatelia údolia sa môžu v pondelok vrátiť domov, keď hasiči skontrolovali všetky domy. " +
			"Viac ako sto rodín strávilo noc u príbuzných alebo v telocvični, ale nikto nebol zranený.", ""},
		{"Starosta oznámil, že obyvatelé údolí se mohou v pondělí vrátit domů, protože hasiči zkontrolovali všechny domy. " +
			"Více než sto rodin strávilo noc u příbuzných nebo v tělocvičně, ale nikdo nebyl zraněn.", "cs"},
		{"El alcalde anunció que los vecinos del valle podrán volver a casa este lunes, después de que los bomberos " +
			"revisaran todas las casas. " +
			"Más de cien familias pasaron la noche con parientes o en un pabellón, pero no hubo heridos.", "es"},
		{"O presidente da câmara anunciou que os moradores do vale poderão voltar a casa esta segunda-feira, depois " +
			"de os bombeiros terem visto " +
			"todas as casas. Mais de cem famílias passaram a noite com parentes ou num pavilhão, mas não houve feridos.", "pt"},
		{"Die burgemeester het gesê dat die inwoners van die vallei Maandag huis toe kan gaan, nadat die brandweer " +
			"al die huise nagegaan het. " +
			"Meer as honderd gesinne het die nag by familie of in 'n saal deurgebring, maar niemand is beseer nie.", "af"},
		{"De burgemeester heeft gezegd dat de bewoners van het dal maandag naar huis kunnen, nadat de brandweer alle huizen had nagekeken. " +
			"Meer dan honderd gezinnen brachten de nacht door bij familie of in een hal, maar niemand raakte gewond.", "nl"},
	} {
		assert.Equal(t, c.right, Of(c.text), c.text)
	}
	for lang, may := range map[string]string{"da": "da nb", "nb": "nb da", "sv": "sv", "hr": "hr sr", "id": "id", "ms": "ms"} {
		found := Of(neighbours[lang])
		assert.True(t, found == "" || strings.Contains(may, found), "%s: %s", lang, found)
	}
}

var neighbours = map[string]string{
	"da": "Borgmesteren siger, at beboerne i dalen kan vende hjem på mandag, efter at brandvæsenet har " +
		"gennemgået alle husene. Ingen kom til skade.",
	"nb": "Ordføreren sier at beboerne i dalen kan reise hjem på mandag, etter at brannvesenet har gått gjennom " +
		"alle husene. Ingen kom til skade.",
	"sv": "Borgmästaren säger att de boende i dalen får åka hem på måndag, efter att brandkåren har gått igenom " +
		"alla husen. Ingen skadades.",
	"hr": "Gradonačelnik je rekao da se stanovnici doline mogu vratiti kućama u ponedjeljak, nakon što su " +
		"vatrogasci pregledali sve kuće.",
	"id": "Wali kota mengatakan bahwa warga lembah bisa pulang pada hari Senin karena petugas telah memeriksa semua rumah di sana.",
	"ms": "Datuk Bandar berkata bahawa penduduk lembah boleh pulang pada hari Isnin kerana bomba telah memeriksa semua rumah di sana.",
}

func FuzzOf(f *testing.F) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found := Of(s)
		assert.Equal(t, found, Code(found))
		assert.Equal(t, found, Of(s))
		if len(s) > sample && utf8.ValidString(s) {
			assert.Equal(t, found, Of(s+"\nThe end of the text does not count, and that is for the best."))
		}
		if found != "" {
			assert.Empty(t, Other(found, s), found)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	for name, s := range map[string]string{"text": strings.Repeat(texts["de"], 10), "letter": strings.Repeat("a", 1<<20),
		"accents": strings.Repeat("é", 1<<19), "invalid": strings.Repeat("\xff", 1<<20), "spaces": strings.Repeat(" ", 1<<20)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Of(s)
				Other("en", s)
			}
		})
	}
}

func TestCode(t *testing.T) {
	for code, list := range map[string]string{
		"fr": "fre|fra|fr_CA",
		"en": "en|EN|en-US|en_GB|eng|English|english (US)| English|en_US.UTF-8|ENGLISH-GB|en(US)",
		"de": "de|deu|ger|Deutsch|German (Austria)|de_AT@euro|de-1996",
		"zh": "zh-Hans-CN|中文|Chinese (Simplified)|zho",
		"":   "|  |und|mul|zxx|unknown|N/A|nan|NaN|None|?|Klingon|xx|xx-YY|english us|e|1|old english|(en)|-|_",
	} {
		for s := range strings.SplitSeq(list, "|") {
			assert.Equal(t, code, Code(s), "%q", s)
		}
	}
	for s := range strings.SplitSeq("Klingon|xx|xx-YY|english us|e|1|(en)|en,de|french canadian", "|") {
		assert.True(t, Misdeclared(s), "%q", s)
	}
	for s := range strings.SplitSeq("| |und|Mul|zxx|unknown|N/A|nan|None|?|-|en|English (US)|tlh", "|") {
		assert.False(t, Misdeclared(s), "%q", s)
	}
	assert.Equal(t, "de", Other("English (US)", texts["de"]))
	assert.Empty(t, Other("Deutsch", texts["de"]))
}
