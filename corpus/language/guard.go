package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// functionWords are words that are frequent in one language and rare in most others of
// the list. Of some languages that the sequences of letters do not tell from a greater
// neighbour, such as Catalan and Slovak, they are all that is known.
var functionWords = map[string]string{
	"en": "the of and to that was with for this from have which their would has been were they in is a on at by as it he are",
	"de": "der die das und ist nicht mit dem auf eine auch sich wurde werden einen bei nach wird den von zu im " +
		"für des ein als hat in an es so am über",
	"fr": "les des une est dans pour qui sur pas avec sont aux cette ont été ses mais leur le la et à du en au " +
		"par un ce il de a ou se que ne d l s on",
	"es": "los las una por con para del que como más pero fue sus ha sobre según este el y en la de se su un lo a al o no es sin entre",
	"it": "il che della per sono non con gli anche delle nel alla una più dei dal è ha di e la in i del le un al " +
		"si dalla nella da lo a se ma o",
	"pt": "os uma não com para dos das mais foi em ao pelo pela são que da é ser do no na por se um as à e o de " +
		"a nos nas seu sua às pelos também ou mas sem à",
	"nl": "het een van niet met zijn voor ook maar werd wordt naar deze bij aan heeft dat uit de en in is op te er door",
	"sv": "och att som är inte för med har ett från vid också efter eller var sig sina när i en på av till det den de om",
	"da": "og det er ikke med til har af på som fra også efter blev der hvor være sig i en et den for at de om",
	"no": "og det er ikke med til har av på som fra også etter ble der hvor være seg i en et den for at de om ikkje ein frå dei eit",
	"pl": "nie się jest na że jak przez dla oraz był ale jego po które od który tym w i z do o za do to jej być ma",
	"tr": "ve bir bu için ile olarak olan daha çok gibi kadar sonra ise değil da de ne en her hakkı veya dedi etti",
	"fi": "ja ei että se oli ovat myös mutta kun joka hän mukaan vuoden sen ole kuin jo on tai jonka olla",
	"cs": "je se na že jako byl byla pro jsou nebo tak po který jeho už také od a v o s do z za k ve by ze má při podle však",
	"ro": "și de la în este cu nu pentru din mai sunt sau fost ale prin pe un a o să care au ce va că sa al orice ş şi",
	"id": "yang dan di untuk dengan dari ini tidak pada akan itu dalam adalah oleh juga telah bisa kata atau " +
		"bahwa karena berhak setiap orang",
	"hu": "az és hogy nem egy volt ki meg el ez csak mint de még azt lesz szerint a is vagy van minden",

	"af": "die van en in is nie het dat wat vir met om te by sy hulle ook sal was word deur aan uit se ’n n wees nadat hy of",
	"ca": "els amb és i una per dels les que més aquest aquesta també pel del ha al va no són seva seu o la de en d l tota tot",
	"gl": "o os a as do da dos das no na nos nas unha un e que de en con para polo pola máis non ao á é seu súa " +
		"ou son pero tamén toda",
	"oc":  "los las lo la e dels de del amb per que es una un sus dins son a totes tota lor o pas als qu d l aquò mai",
	"ast": "los les el la y de del con pa que nun una un en ye a por los ente so tou toa o al pola nel na yera más tamién",
	"sk":  "je sa na že ako bol bola pre sú alebo tak po ktorý jeho už tiež od a v o s do z za k vo by zo má pri podľa však aj",
	"lb":  "an de den d déi dat ass vun op net mat fir eng en hunn huet sinn och bei aus ze dem säin wéi nom am zu hat",
	"ms": "yang dan di untuk dengan dari ini tidak pada akan itu dalam adalah oleh juga telah boleh kata atau " +
		"bahawa kerana ialah iaitu berhak tiap orang",
}

// languagesOf lists for each function word the languages that it is of.
var languagesOf = func() map[string][]string {
	of := map[string][]string{}
	for lang, words := range functionWords {
		seen := map[string]bool{}
		for word := range strings.FieldsSeq(words) {
			if !seen[word] {
				seen[word] = true
				of[word] = append(of[word], lang)
			}
		}
	}
	return of
}()

// alphabets are the letters of languages in Latin script beyond a to z.
var alphabets = map[string]string{
	"en": "é", "de": "äöüßé", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíóúüñ", "it": "àèéìíîòóùú",
	"pt": "áâãàçéêíóôõúü",
	"nl": "éëïöüèáóê", "sv": "åäöé", "da": "æøåé", "nb": "æøåéôòó", "nn": "æøåéôòóèê", "no": "æøåéôòóèê", "fi": "äöå",
	"pl": "ąćęłńóśźż",
	"cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîșşțţ", "tr": "çğıöşüâîûi̇",
	"id": "é",
	"hr": "čćđšž", "sl": "čšž", "af": "êëéôèïîûö", "et": "äöõüšž", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž",
	"eo": "ĉĝĥĵŝŭ",
}

// words counts the function words of each language in a text.
type words struct {
	all   int
	count map[string]int
}

func countWords(s string) words {
	w := words{count: map[string]int{}}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		w.all++
		for _, lang := range languagesOf[strings.ToLower(word)] {
			w.count[lang]++
		}
	}
	return w
}

func (w words) most() (n int) {
	for _, k := range w.count {
		n = max(n, k)
	}
	return n
}

// enoughWords is how many words of a text the function words are counted of.
const enoughWords = 12

// confirm returns a language in Latin script that the sequences of letters found; empty if
// the letters are not of that language, or if the text has more words of another one.
func confirm(found, s string) string {
	if !confirmLetters(found, s) {
		found = ""
	}
	w := countWords(s)
	if w.all < enoughWords {
		return found
	}
	list := found
	if found == "nb" || found == "nn" {
		list = "no"
	}
	switch own := w.count[list]; {
	case functionWords[list] == "" && 5*w.most() < w.all,
		functionWords[list] != "" && own == w.most() && 12*own >= w.all:
		return found
	}
	return ""
}

// confirmLetters reports whether hardly any letters are foreign to the language.
func confirmLetters(lang, s string) bool {
	own, ok := alphabets[lang]
	if !ok {
		return true
	}
	letters, native, foreign := 0, 0, 0
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			letters++
		case !unicode.IsLetter(r):
		case strings.ContainsRune(own, unicode.ToLower(r)):
			native++
		default:
			foreign++
		}
	}
	return foreign <= 1 || 150*foreign < letters || 4*foreign < native
}

// otherLetters are those of languages that the library does not have, in the scripts of
// others: of Kazakh, Kyrgyz, Tatar, Mongolian, Tajik and Uzbek, and of Pashto and Kurdish.
const otherLetters = "әғқңөұүһҷҳӣӯҗўӏ" + "ځښټډړږڼېۍۆێڕڵ"

// confirmScript returns a language in another script that the sequences of letters found;
// empty if the letters are those of a language that the library does not have.
func confirmScript(found, s string) string {
	letters, others := 0, 0
	for _, r := range s {
		if r >= utf8.RuneSelf && unicode.IsLetter(r) {
			if letters++; strings.ContainsRune(otherLetters, unicode.ToLower(r)) {
				others++
			}
		}
	}
	if found == "tk" || 100*others > letters && !(found == "be" && strings.Contains(s, "ў")) {
		return ""
	}
	return found
}

// Related reports whether two languages are too close for one to be plainly not the other.
func Related(a, b string) bool {
	for _, group := range related {
		if strings.Contains(group, " "+a+" ") && strings.Contains(group, " "+b+" ") {
			return true
		}
	}
	return a == b
}

var related = []string{
	" no nb nn da sv ", " hr sr bs sh cnr sl mk ", " id ms jv su ", " nl af fy nds ", " es ca gl pt ast oc an ",
	" cs sk ", " ru uk be bg ",
	" hi mr ne bh bho mag mai ", " fa prs tg ps ur ", " zh yue wuu nan hak gan ", " de lb gsw nds bar ", " fi et ",
	" tr az crh tk ", " en sco ",
	" it co vec lij fur scn ", " fr oc wa ht frp ", " zu xh ss nr ", " rw rn ", " ar arz fa ", " he yi ",
}
