package counts

import (
	"strings"

	"github.com/seed-9405df2f/assay/corpus/language"
)

// A lexicon is the words of one language that a count is read by. Phrases are words between
// single spaces.
type lexicon struct {
	outcomes map[string]string // what becomes of people, by one word for all: the counts that early reports disagree on
	anyone   map[string]bool   // units that say nothing of who is counted
	idle     map[string]bool   // may come between a number and the word for what is counted
	change   map[string]bool   // so may these, after which it may be anywhere before: the toll of the storm rose to 9
	from, to map[string]bool   // before the earlier and the later number of a change
	partial  map[string]bool   // come before a number that is not the whole: including 3 children
	one      map[string]bool   // of whom a number is the age: a man of 57

	least, over, most, about []string // phrases before a number that is no exact one
	former                   []string // phrases of a clause that gives what was said before
	versus                   []string // phrases between what is said now and what was said before
	rates                    []string // phrases after what is counted each day
	past                     []string // phrases of a sentence about what was before the story
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// outcomes reads lines of one outcome each, a colon, and its words.
func outcomes(lines string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(lines) {
		outcome, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			m[w] = strings.TrimSpace(outcome)
		}
	}
	return m
}

// phrases reads phrases that commas divide.
func phrases(list string) []string { return strings.Split(list, ", ") }

// words returns the lexicon of a language; that of English if it has none.
func words(lang string) *lexicon {
	if l := lexicons[language.Code(lang)]; l != nil {
		return l
	}
	return lexicons["en"]
}

var lexicons = map[string]*lexicon{
	"en": {
		outcomes: outcomes(`dead: kill killed kills killing dead die died dies deaths death toll fatalities dying
			injured: injure injured injures injuring injuries wounded wounding wound hurt
			missing: missing
			arrested: arrested arrests detained
			in hospital: hospitalized hospitalised
			displaced: displaced
			evacuated: evacuated
			rescued: rescued
			kidnapped: kidnapped abducted`),
		anyone: set("people others person persons victims lives"),
		idle: set(`at least over around about nearly some more than to an estimated the a is was were are have has had been be being as many
			approximately roughly almost also other others people persons victims reported confirmed left leaves leaving fewer less only
			just by from still remain remains remained of`),
		change: set(`rises rose risen rising reached reaches reaching climbed climbs climbing stands stood standing grows grew jumps jumped
			hits hit passes passed surpasses fell falls fallen drops dropped lowered revised raised put puts now up down bringing
			brings brought taking takes raising pushing pushed`),
		from: set("from"), to: set("to"),
		partial: set("including among another further additional extra other every each per one first"),
		one:     set("man woman boy girl student teenager driver suspect"),
		least:   phrases("at least, no fewer than, not less than"),
		over:    phrases("over, more than, upwards of, passes, passed, surpasses, tops"),
		most:    phrases("up to, as many as, fewer than, less than, at most"),
		about:   phrases("around, about, nearly, some, almost, roughly, approximately, an estimated, close to"),
		former: phrases("had stood, had been put, previous, previously, initially, originally, at first, earlier toll, earlier count, " +
			"earlier figure, earlier estimate, earlier report, earlier reports, earlier reported, earlier said, earlier put"),
		versus: phrases("instead of, up from, down from, rose from, risen from, rises from, climbed from, fell from, compared with"),
		rates:  phrases("a day, per day, every day, each day, a week, a month, a year, per year, every year, each year, daily, per"),
		past:   phrases("last week, last month, last year, ago"),
	},
	"vi": {
		outcomes: outcomes("dead: chết mạng vong\ninjured: thương\nmissing: tích"),
		anyone:   set("người nạn"),
		idle:     set("người bị nạn nhân đã làm khiến ít nhất khoảng hơn thiệt tử mất vẫn còn"),
		partial:  set("gồm trong thêm"),
		least:    phrases("ít nhất"), over: phrases("hơn"), about: phrases("khoảng, gần"),
		former: phrases("trước đó, ban đầu"), past: phrases("năm ngoái, năm trước"), rates: phrases("mỗi năm, mỗi ngày"),
	},
	"de": {
		outcomes: outcomes(`dead: tote toten toter getötet tot todesopfer todesopfern starben gestorben todesfälle
			injured: verletzte verletzten verletzter verletzt verwundet verwundete
			missing: vermisste vermissten vermisst
			arrested: festgenommen festnahmen festgenommene verhaftet verhaftete
			evacuated: evakuiert evakuierte
			rescued: gerettet gerettete geborgen`),
		anyone: set("menschen personen leute opfer"),
		idle: set(`mindestens wenigstens über mehr als etwa rund ungefähr circa knapp fast nahezu bis zu auf der die den das um sind ist war waren
			wurden wurde werden worden menschen personen leute opfer zahl bei noch weiterhin inzwischen gibt es`),
		change: set("steigt stieg gestiegen erhöht erhöhte sinkt sank liegt klettert"), from: set("von"), to: set("auf"),
		partial: set("darunter weitere weiteren weiterer davon unter jeder jede pro"),
		one:     set("mann frau junge mädchen"),
		least:   phrases("mindestens, wenigstens"), over: phrases("über, mehr als"), most: phrases("bis zu, höchstens, weniger als"),
		about: phrases("etwa, rund, ungefähr, circa, knapp, fast, nahezu"), former: phrases("zuvor, zunächst, zuerst, ursprünglich"),
		versus: phrases("statt, anstatt, gegenüber, nach zuletzt"),
		rates:  phrases("pro, jeden tag, täglich, im jahr, am tag"), past: phrases("vor jahren, vergangenes jahr, im vorjahr"),
	},
	"fr": {
		outcomes: outcomes(`dead: mort morts morte mortes tué tués tuée tuées tue tuant décès décédés décédées
			injured: blessé blessés blessée blessées
			missing: disparu disparus disparue disparues
			arrested: arrêté arrêtés arrêtées interpellé interpellés interpellées arrestations
			evacuated: évacué évacués évacuées
			rescued: secourus secourues sauvés`),
		anyone: set("personnes gens victimes"),
		idle: set(`au moins plus de d'environ environ quelque près presque jusqu'à à le la les des un une ont a été est sont étaient étaient
			personnes
			victimes fait faisant désormais toujours`),
		change: set("passe monte monté grimpe s'élève s'alourdit atteint porté"), from: set("de"), to: set("à"),
		partial: set("dont parmi autres autre chaque par"),
		one:     set("homme femme garçon fille"),
		least:   phrases("au moins"), over: phrases("plus de"), most: phrases("jusqu'à, moins de"),
		about:  phrases("environ, quelque, près de, presque, une"),
		former: phrases("auparavant, initialement, d'abord, précédent, précédemment"), versus: phrases("au lieu de, contre"),
		rates: phrases("par jour, par an, chaque année, chaque jour"), past: phrases("l'an dernier, l'année dernière, il y a"),
	},
	"es": {
		outcomes: outcomes(`dead: muerto muertos muerta muertas murieron mató mata matan mataron muertes fallecidos fallecieron fallecidas
			injured: herido heridos herida heridas
			missing: desaparecido desaparecidos desaparecidas
			arrested: detenido detenidos detenidas arrestados detenciones
			evacuated: evacuado evacuados evacuadas
			rescued: rescatado rescatados rescatadas
			displaced: desplazados desplazadas`),
		anyone: set("personas gente víctimas"),
		idle: set(`al menos más de unos unas cerca casi hasta a los las el la un una por lo han ha sido fueron son está están personas
			víctimas deja dejó dejan se número ya aún siguen resultaron quedaron`),
		change: set("sube subió asciende ascendió aumenta aumentó eleva elevó baja bajó llega alcanza"), from: set("de"), to: set("a"),
		partial: set("incluidos incluidas incluyendo entre otros otras otro cada"),
		one:     set("hombre mujer niño niña"),
		least:   phrases("al menos, por lo menos"), over: phrases("más de"), most: phrases("hasta, menos de"),
		about: phrases("unos, unas, cerca de, casi"), former: phrases("inicialmente, anterior, previamente"),
		versus: phrases("en lugar de, frente a"),
		rates:  phrases("al día, por día, al año, cada año, cada día"), past: phrases("el año pasado, hace"),
	},
	"it": {
		outcomes: outcomes(`dead: morto morti morta morte uccise uccisi ucciso uccide deceduti decessi
			injured: ferito feriti ferita ferite
			missing: disperso dispersi disperse
			arrested: arrestato arrestati arrestate arresti
			evacuated: evacuato evacuati evacuate
			rescued: salvati salvate
			displaced: sfollati`),
		anyone: set("persone vittime"),
		idle: set(`almeno più di oltre circa quasi fino a il i le la gli un una sono è stati state stato hanno ha persone vittime
			bilancio dei ancora`),
		change: set("sale salgono salito saliti sono scende raggiunge"), from: set("da"), to: set("a"),
		partial: set("tra cui altri altre altro ogni"),
		one:     set("uomo donna ragazzo ragazza"),
		least:   phrases("almeno"), over: phrases("oltre, più di"), most: phrases("fino a, meno di"), about: phrases("circa, quasi"),
		former: phrases("inizialmente, in precedenza, precedente"), versus: phrases("invece di, contro"),
		rates: phrases("al giorno, all'anno, ogni anno, ogni giorno"),
		past:  phrases("l'anno scorso, fa"),
	},
	"pt": {
		outcomes: outcomes(`dead: morto mortos morta mortas morreram matou mata mataram mortes
			injured: ferido feridos ferida feridas
			missing: desaparecido desaparecidos desaparecidas
			arrested: detido detidos detidas presos presas detenções
			evacuated: evacuados evacuadas
			rescued: resgatados resgatadas
			displaced: desalojados desabrigados deslocados`),
		anyone: set("pessoas vítimas"),
		idle: set(`pelo menos ao mais de cerca quase até a o os as um uma foram são está estão ficaram pessoas vítimas deixa deixou
			para número já ainda`),
		change: set("sobe subiu aumenta aumentou chega cai"), from: set("de"), to: set("para a"),
		partial: set("incluindo entre outros outras outro cada"),
		one:     set("homem mulher menino menina"),
		least:   phrases("pelo menos, ao menos"), over: phrases("mais de"), most: phrases("até, menos de"), about: phrases("cerca de, quase"),
		former: phrases("inicialmente, anteriormente, anterior"), versus: phrases("em vez de, contra"),
		rates: phrases("por dia, por ano, a cada ano"),
		past:  phrases("no ano passado, há"),
	},
	"nl": {
		outcomes: outcomes(`dead: dode doden gedood omgekomen overleden dood dodental
			injured: gewonde gewonden gewond
			missing: vermist vermisten vermiste
			arrested: aangehouden gearresteerd arrestaties
			evacuated: geëvacueerd
			rescued: gered`),
		anyone: set("mensen personen slachtoffers"),
		idle: set(`zeker minstens ten minste meer dan ruim ongeveer circa bijna tot de het een zijn is werden worden mensen personen slachtoffers
			er raakten kwamen vielen op nog`),
		change: set("steeg stijgt gestegen opgelopen loopt daalt"), from: set("van"), to: set("naar tot"),
		partial: set("onder andere anderen waaronder onder elke per"),
		one:     set("man vrouw jongen meisje"),
		least:   phrases("zeker, minstens, ten minste"), over: phrases("meer dan, ruim"), most: phrases("hooguit, minder dan"),
		about: phrases("ongeveer, circa, bijna, zo'n"), former: phrases("eerder, aanvankelijk, eerst"), versus: phrases("in plaats van, tegen"),
		rates: phrases("per dag, per jaar, elk jaar"), past: phrases("vorig jaar, geleden"),
	},
	"ru": {
		outcomes: outcomes(`dead: погиб погибли погибло погибших погибшие погибшими убиты убито убит умерли умерло скончались скончалось
			injured: ранен ранены ранено раненых пострадали пострадало пострадавших
			missing: пропали пропало пропавших пропавшими
			arrested: задержаны задержано задержали задержан арестованы арестовано
			evacuated: эвакуированы эвакуировано эвакуировали
			rescued: спасены спасено спасли`),
		anyone: set("человек человека люди людей жертв"),
		idle: set(`не менее как минимум более свыше около примерно почти до по меньшей мере человек человека людей числе число
			были было уже ещё еще`),
		change: set("выросло возросло увеличилось достигло превысило"), from: set("с"), to: set("до"),
		partial: set("числе включая ещё еще других каждый"),
		one:     set("мужчина женщина"),
		least:   phrases("не менее, как минимум, по меньшей мере"), over: phrases("более, свыше"), most: phrases("не более"),
		about: phrases("около, примерно, почти, порядка"), former: phrases("ранее, изначально, первоначально, сначала"),
		versus: phrases("вместо, против"),
		rates:  phrases("в день, в год, ежегодно"), past: phrases("в прошлом году, назад"),
	},
}
