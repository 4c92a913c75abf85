package summarize

import "strings"

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// openings are words that refer back if a sentence begins with them, by language.
var openings = map[string]map[string]bool{
	"en": wordSet(`he she it they this that these those his her hers its their theirs we i our my you your them him such here
		so then thus therefore instead still yet nor or because otherwise likewise similarly consequently others both neither
		either afterwards accordingly similar hence first second third finally nevertheless nonetheless indeed anyway plus as`),
	"de": wordSet(`er sie es ihr ihre ihrer ihm ihn ihnen sein seine seiner seinem seinen dies diese dieser dieses dabei
		damit dafür dagegen daher deshalb deswegen darum dann danach doch aber und auch zudem außerdem jedoch dort so hier
		wir ich denn`),
	"fr": wordSet(`il elle ils elles ce cela ceci celui celle ceux celles son sa ses leur leurs nous vous je mais et aussi
		puis ainsi donc cependant toutefois pourtant c`),
	"es": wordSet(`él ella ellos ellas esto eso ello aquello su sus nosotros yo pero y además también así entonces por`),
	"it": wordSet(`egli lui lei loro esso essa essi ciò suo sua suoi ma e anche così quindi tuttavia noi io inoltre`),
	"pt": wordSet(`ele ela eles elas isso isto seu sua seus suas nós eu mas e também assim então porém além`),
	"nl": wordSet(`hij zij ze hun haar dit deze dat die wij we ik maar en ook dus echter toch daarom daarnaast`),
	"ru": wordSet(`он она они оно это его её ее их но и также однако поэтому затем мы я`),
	"vi": wordSet(`họ nó nhưng và đây điều`),
}

var (
	pronouns = wordSet(`he she it they his her hers its their theirs them him those`)
	persons  = wordSet(`he she him her his hers himself herself`)
	speakers = wordSet(`i we our my us me you your`)
	// counts and quantifiers open a sentence only before what they count, but for: Nine were killed.
	counts      = wordSet(`one two three four five six seven eight nine ten dozens hundreds thousands`)
	quantifiers = wordSet(`another some many most several all each few none more half much part`)
	verbs       = wordSet(`said say says told tell added adds argued argue called call think thinks believe believes want
		wants had has have did do will would could can may might should must fled went came`)
	passive = wordSet(`is was were are`)
	// pointing are words before that where it points back.
	pointing = wordSet(`of with in on at by from for to after before during since under over`)
	periods  = wordSet(`week month year weekend morning afternoon evening summer autumn winter spring season time monday
		tuesday wednesday thursday friday saturday sunday`)
	backward = wordSet(`former latter same others two three pair duo trio`)
)

// The words by which parts of English sentences are known.
var (
	finites = wordSet(`is are was were has have had will would can could may might must should did does do said says say told
		tells fell rose took gave went came made left won lost held met found became began kept ran saw set put got sent paid
		stood fled struck hit cut shot drew grew knew led meant read spoke spent wrote broke brought bought built caught
		chose drove felt fought heard hurt let sold sought swept taught thought threw understood wants expects remains plans
		faces shows calls needs sends gives makes takes brings comes goes means provides includes allows requires seeks believes
		thinks knows suggests warns urges argues accuses denies insists adds follows becomes keeps puts begins continues rejects
		approves lacks represents contains involves applies bans laid dealt fed fled flew forgot froze hid hung knelt lent lit
		proved rode rang sank sang slid spun split spread stole stuck swore swam tore threw wore won withdrew overthrew cost quit cast
		beat arose began awoke upset
		shut burst bore bound bred`)
	limiting = wordSet(`said say says told according announced reported reportedly allegedly if unless until not never no
		except only without than because may might could`)
	negations = wordSet(`not no never neither nor nobody nothing none without few little hardly only first most largest
		biggest highest lowest worst best`)
	attributive = wordSet(`a an the of with without in on at by from for to and or their its his her that through over under
		after before during amid into about against between`)
	// spans are words that only tell a time, or a limit, with what follows.
	spans = wordSet(`only just soon shortly right immediately even day days week weeks month months year years hour hours
		minute minutes second seconds moments long not ever including since until`)
	// relating are words that need what follows.
	relating     = wordSet(`familiar able unable likely unlikely responsible capable aware similar close ready full due related subject such`)
	prepositions = wordSet(`last next every through until
		in on at by with from for of to as into during after before since which who whose where when if
		unless until because although though despite including while amid under over given once shortly hours days weeks`)
)
