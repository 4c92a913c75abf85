package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each text has its sentences apart by a bar.
func TestSentencesOfLanguages(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {
			"The council will meet at 9 a.m. Monday to vote. |The session is public.",
			"It opens at 9 a.m. |The council is glad. |It closes at 6 p.m. |Residents may bring dogs.",
			"The call is at 5 p.m. ET today. |It lasts an hour.",
			"Doors close at 8 p.m. 30 minutes later the show begins.",
			"He was born in St. Louis, worked for Acme Inc. and left. |She stayed.",
			"He works at Acme Inc. |He likes it. |The U.S. Senate voted. |They left the U.S. |In May they came back.",
			"Acme Inc. Chief Executive Ann Lund spoke. |J. K. Rowling, J.K. Rowling and John F. Kennedy did not.",
			"Oranges have vitamin C. |The doctor said so. |We need a plan B. |Nobody has one. |He has hepatitis A. |Doctors helped.",
			"See No. 5 and p. 20 of vol. II for it. |Is it so? |No. |I think not.",
			"Bring fruit, e.g. apples, i.e. Golden Delicious, etc. |Then we eat.",
			"“Why?” Lund asked. |“Stop! Police!” the officer shouted. |She left.",
			"“We won. It was great,” he said. |(He came. He saw.) |Then he went.",
			"He said he “did not know.” |She did. |He waited... |Then he left. |He was ... well, late. |And so… |The end came.",
			"Visit https://example.com/a?b=C!d or Example.com. |Yahoo! said so. |It grew 3.5 percent to 1,000.25 dollars.",
			"He died in 2019. |12 people came. |The death toll rose to 31. |Officials mourned.",
			"1. First we go. |2. Then we stay.",
			"Really?! |Yes. |🔥 Fire broke out! |Great! 🎉",
			"He met Mr. Smith, Gen. Lee, Sen. Ann Poe (R., Ill.) and Dr. No.",
			"On Sept. 11 he came. |In Dec. he left. |It was in Dec. |He is 5 ft. tall.",
		},
		"de": {
			"Die Stadt öffnet das Bad am 31. August für alle. |Der Eintritt bleibt frei.",
			"Der 2. Weltkrieg endete im Mai. |Im 19. Jahrhundert war es anders. |Der 1. FC Köln siegt. |1. FC Nürnberg verliert.",
			"Viele Orte, z. B. Lindenau und Torve, z.B. Au, d. h. Orte am Fluss, u. a. Berlin, freuen sich. |Der Rat auch.",
			"Das kostet ca. 600 Millionen, etwa 5 Mio. Euro bzw. 3 Mrd. Franken. |Der Rat stimmte zu.",
			"Er kam am 5. 6. 2020 und 2019. |Deutschland siegte. |Er wurde 31. |Der Rat gratulierte.",
			"Die Temperatur stieg auf 31. |Experten warnen. |Papst Benedikt XVI. |Er trat zurück.",
			"„Wer kommt?“, fragte er. |„Wirklich?!“ rief sie. |»Komm!« |Er ging. |Er kauft Äpfel usw. |Die Birnen bleiben.",
			"Laut Dr. Müller und Prof. Dr. Lang wohnt er in der Hauptstr. 5 in St. Gallen. |Um 19.30 Uhr geht er.",
			"Im Jahr 44 v. Chr. Geburt? |Vom 3. bis 5. Mai, am 29./30. August und vom 1.-3. September ist frei.",
		},
		"fr": {
			"M. Dupont et Mme Durand, p. ex. M. Le Pen, sont là. |Les autres aussi.",
			"« Où est-il ? » demande Lund. |« Il part ! » |Elle reste. |Le 1er mai, M. J.-P. Martin vient.",
			"Il y a des pommes, des poires, etc. |Le marché ferme. |César mourut en 44 av. J.-C. |Il avait 55 ans.",
		},
		"es": {
			"El gobierno de EE. UU. anunció un plan. |La sesión será pública. |Viajó a EE. UU. |El lunes volvió.",
			"El Sr. García y la Sra. López, p. ej. en Madrid, vieron a D. Juan. |¿Quién es? |¡Nadie! |Compañía Ltda. cerró.",
			"Son 1.500 euros, pág. 5. |No. |Vino a las 9 a. m. |Los demás no.",
		},
		"it": {
			"Il Sig. Rossi e il Dott. Bianchi, ad es. a Roma, parlano. |L'avv. Verdi tace. |Mele, pere ecc. |Il mercato chiude.",
			"La Fiat S.p.A. ha chiuso. |Lavora alla Fiat S.p.A. |Il titolo sale. |«Chi è?» chiese Lund. |Nessuno.",
		},
		"pt": {
			"O Sr. Silva e a Sra. Costa, p. ex. no Rio, vieram. |A Acme Ltda. fechou. |Trabalha na Acme Ltda. |Ela fechou.",
			"O Dr. João M. Lima chegou às 9 a.m. |Os outros não. |Quem? |Ninguém.",
		},
		"nl": {
			"Dhr. Jansen en mevr. De Vries, bijv. uit Almere, d.w.z. Flevoland, kwamen. |De rest niet.",
			"Appels, peren enz. |De markt sluit. |Het kost ca. 5 mln. euro. |J. van der Berg en A. De Boer zijn er.",
		},
		"": {
			"Mr. Smith left. |Er kam am 31. August. |Orte, z. B. Au, in EE. UU. |Das gibt es. |Der Rat. |It is red. |He said so.",
			"fire broke out. |two hurt. |see e.g. the road at 5 p.m. today. |3 left.",
		},
	} {
		for _, s := range texts {
			want := strings.Split(s, " |")
			got := Sentences(strings.ReplaceAll(s, " |", " "), lang)
			assert.Equal(t, want, got, lang)
		}
	}
}

func TestSentencesOfScripts(t *testing.T) {
	for lang, texts := range map[string][]string{
		"zh": {
			"市议会批准了预算。|施工将于春季开始！|居民担心吗？|是的。",
			"“我们会赢。我们很高兴。”他说。|他走了。|他说：“好。”|增长3.5%。|见www.example.com/a?b=1。|真的吗?|他说是.|走了。",
		},
		"ja": {
			"予算を可決した。|来年着工する。|「すぐ始める。早く終える。」と市長は述べた。|「はい。」|ところが反対もある。|Yahoo!ニュースが伝えた。",
		},
		"th": {
			"เทศบาลอนุมัติงบประมาณ 5 ล้านบาทเมื่อวันที่ 3 ม.ค. 2567 และจะเริ่มก่อสร้างสะพานข้ามแม่น้ำแห่งใหม่ในฤดูใบไม้ผลิ |" +
				"ชาวบ้านริมฝั่งแสดงความกังวลเรื่องเสียงดังและฝุ่นละอองจากการก่อสร้าง ซึ่งอาจกระทบโรงเรียน",
		},
		"hi": {"परिषद ने बजट पारित किया। |काम वसंत में शुरू होगा। |डॉ. सिंह आए। |क्यों?"},
		"ar": {"أقر المجلس الميزانية. |هل يبدأ العمل؟ |نعم. |قال د. محمد ذلك."},
		"ur": {"کونسل نے بجٹ منظور کیا۔ |کام شروع ہوگا۔"},
		"my": {"ကောင်စီက အတည်ပြုခဲ့သည်။ |အလုပ် စတင်မည်၊ ပြီးမည်။"},
		"km": {"ក្រុមប្រឹក្សាបានអនុម័ត។ |ការងារនឹងចាប់ផ្តើម។"},
		"el": {"Γιατί έφυγε; |Δεν ξέρω. |Ο κ. Παπάς ξέρει."},
		"ko": {"시의회가 예산을 통과시켰다. |“곧 시작한다.”라고 시장이 말했다. |주민은 반대한다."},
		"ru": {"Совет утвердил бюджет. |А. С. Пушкин не пришёл. |Почему? |Никто не знает."},
		"am": {"ምክር ቤቱ በጀቱን አጸደቀ። |ሥራው ይጀምራል።"},
	} {
		for _, s := range texts {
			var want []string
			for _, part := range strings.Split(s, "|") {
				want = append(want, strings.TrimSpace(part))
			}
			for _, tag := range []string{lang, ""} {
				assert.Equal(t, want, Sentences(strings.ReplaceAll(s, "|", ""), tag), lang)
			}
		}
	}
}

func TestSentencesByTag(t *testing.T) {
	for _, tag := range []string{"de", "de-AT", "de_CH", "DE", "German"} {
		assert.Len(t, Sentences("Der 2. Weltkrieg endete.", tag), 1, tag)
	}
	assert.Len(t, Sentences("It was 2. Officials left.", "en"), 2)
}

func TestSentencesAttached(t *testing.T) {
	assert.Equal(t, []string{"Fire broke out.", "The police came."}, Sentences("Fire broke out.The police came.", "en"))
	assert.Equal(t, []string{"It uses Example.Com and Node.The.", "“Go.”", "He went."},
		Sentences("It uses Example.Com and Node.The. “Go.”He went.", "en"))
}

// Texts of one kind of character take time linear in their length: these are done in
// seconds only so.
func TestSentencesOfHostileTexts(t *testing.T) {
	for _, unit := range []string{
		"a.", "A.", "A. ", "。", "あ。", "ก", "ก ", ".\"", "\"", ". ", ".(", "(", "“", "”", "a?", "!", "! ", "…", "… ", "1. ", "z. B. ",
		".\u0301 ", ". \u0301", ".\u00ad", "\u200d", "'", "\xff", "EE. ", "\n", ".\n\n", "a\n", "« », ", "🔥", ".🔥", "I.", "x", "9", ".9",
		"Mr. ", "a.A", "」「", "。」と", "ក", "Α;", "Α; ",
	} {
		s := strings.Repeat(unit, 1<<18/len(unit))
		assert.Equal(t, solid(s), solid(strings.Join(Sentences(s, "de"), "")), "%q", unit)
	}
	assert.NotEmpty(t, Sentences("."+strings.Repeat("\"", 1<<20), ""))
	assert.NotEmpty(t, Sentences("."+strings.Repeat(" ", 1<<20)+"a", ""))
	assert.NotEmpty(t, Sentences("."+strings.Repeat("\" ", 1<<19)+"a", ""))
}

func solid(s string) string { return strings.Join(strings.Fields(s), "") }

func FuzzSentences(f *testing.F) {
	for _, s := range []string{
		"Dr. Lund spoke at 9 a.m. Monday. “No,” she said.", "Am 31. August, z. B. in EE. UU.", "是。」と", "ก ข", ".\" \u0301a",
	} {
		f.Add(s, "de")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		assert.Equal(t, solid(s), solid(strings.Join(Sentences(s, lang), "")))
		at := 0
		for _, span := range sentenceSpans(s, lang) {
			assert.True(t, at <= span.from && span.from < span.to && span.to <= len(s))
			at = span.to
		}
	})
}
