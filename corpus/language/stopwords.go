package language

import "strings"

// stopWords are the words of grammar that are most common in running text: articles,
// pronouns, prepositions, conjunctions, auxiliary verbs and particles, in lower case.
var stopWords = map[string]string{
	"ar": `في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين اللتي و أو او ثم أن ان إن أنه انه أنها إنه إنها كان
		كانت كانوا يكون تكون لا ما لم لن ليس ليست قد لقد هو هي هم هما نحن أنا انا أنت كما بعد قبل بين عند عندما حيث كل بعض
		غير أي اي أيضا ايضا حتى منذ خلال فقط لكن ولكن إذا اذا به بها له لها لهم فيه فيها منه منها عنه عنها عليه عليها إليه
		إليها ومن وفي وعلى وهو وهي وقد وكان وكانت كذلك هناك هنا ضد أمام تحت فوق نحو لدى سوف بل أما اما لأن مما مثل أكثر
		اكثر وأن وان بأن`,
	"da": `og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham
		hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog
		noget ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine
		vor mod disse hvis din nogle hos blive mange ad bliver hendes været jer sådan kan få får ved mere mellem siden`,
	"de": `aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus
		bei beim bin bis bist da damit dann das dass daß dein deine dem den denn der deren des dessen dich die dies diese
		diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einige einigen einiger er es
		etwas euch euer eure für gegen habe haben hat hatte hatten hätte hätten hier hin hinter ich ihm ihn ihnen ihr ihre
		ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jener jetzt kann kein keine keinem
		keinen keiner können könnte man manche mehr mein meine mich mir mit muss müssen nach nicht nichts noch nun nur ob
		oder ohne sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so solche solchen soll sollen
		sollte sondern sonst über um und uns unser unsere unter viel vom von vor während war waren warum was weg weil
		weiter welche welchem welchen welcher wenn wer werde werden wie wieder will wir wird wirst wo wollen worden wurde
		wurden würde würden zu zum zur zwar zwischen`,
	"fi": `ja on ei että se oli ovat olivat olla ole ollut olleet olisi en et emme ette eivät eikä mutta kun joka jotka
		jonka joita jossa josta johon jolla hän he hänen heidän minä sinä me te minun meidän sen ne niitä niiden nämä tämä
		tätä tämän tässä tästä tuo siitä siihen sille siinä sitä kuin jos niin myös vain sekä tai vaan koska vaikka mukaan
		kanssa jälkeen ennen kuitenkin mitä mikä missä kuka voi voivat nyt vielä jo enemmän hyvin kaikki kaikkien itse asti
		saakka eri myöskään`,
	"it": `a abbia ad agli ai al all alla alle allo anche ancora aveva avevano avere c che chi ci col come con contro
		cui da dagli dai dal dall dalla dalle dallo degli dei del dell della delle dello dentro di dopo dove e è ed era
		erano essere fa fra fu furono fino gli ha hai hanno ho i il in io l la là le lei li lo loro lui ma me mentre mi mia
		mio molto ne né negli nei nel nell nella nelle nello noi non nostra nostro o ogni oltre oppure per perché però più
		poi prima pur qua quale quali quando quanto quella quelle quelli quello questa queste questi questo qui quindi se
		sé senza si sia siamo siano solo sono sopra sotto sta stata state stati stato su sua sue sugli sui sul sull sulla
		sulle sullo suo suoi tra tu tua tuo tutta tutte tutti tutto un una uno verso vi voi`,
	"nl": `de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou of wat
		mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog
		zal me zij nu ge geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder
		ja eens hier wie werd altijd doch wordt wezen kunnen ons zelf tegen na reeds wil kon niets uw iemand geweest andere
		we wij tussen sinds zoals volgens waar werden`,
	"pt": `a à ao aos aquela aquelas aquele aqueles aquilo as às até com como contra cuja cujo da das de dela delas dele
		deles depois desde dessa desse desta deste do dos e é ela elas ele eles em entre era eram essa essas esse esses
		esta está estão estas estava estavam este estes eu foi foram há isso isto já lhe lhes mais mas me mesmo meu meus
		minha minhas muito na nas não nem no nos nós nossa nosso num numa o os ou para pela pelas pelo pelos por porque
		qual quando que quem são se seja sem ser será seu seus só sob sobre sua suas também te tem têm ter tinha tinham um
		uma umas uns você vocês`,
	"ro": `a acea aceasta această aceea acei aceia acel acela acele acest acesta aceste acestea acestei acestor acestui
		ai aici al ale alt alta altă alte altele alţii alții am ar are aş aș aşa așa asta au avea avem aveţi aveți că către
		ce cea cei cel cele celor cu cum când cât de deci decât deja deşi deși din după dar dacă ea ei el ele era erau este
		eu fi fie fiind fost fără în îi îl îşi își între însă iar ii il încă la le lor lui mai mult multe mulţi mulți ne
		nici noi nu o oi ori pe pentru prin până peste sa să sale sau se şi și sînt sub sunt spre suntem ta te toate tot
		toţi toți totuşi totuși tu un una unde unei unele unor unui va vă vei voi vom vor`,
	"tr": `ve bir bu da de için ile çok daha o olarak olan gibi kadar sonra ise değil ancak ama en ki ne her var yok ya
		veya hem mi mı mu mü ben sen biz siz onlar onun bunu bunun buna şu şey göre önce olduğu olduğunu oldu olacak
		oldular ederek eden etti edilen tarafından üzere hiç bile çünkü eğer fakat nasıl neden niye şöyle böyle öyle kendi
		kendisi birçok bazı tüm bütün diye iken içinde üzerinde arasında karşı doğru rağmen itibaren beri`,
}

// StopWords returns the most common words of a language, by its code; nil if the package
// has none of it.
func StopWords(code string) map[string]bool {
	list := strings.Fields(stopWords[code])
	if len(list) == 0 {
		return nil
	}
	words := make(map[string]bool, len(list))
	for _, w := range list {
		words[w] = true
	}
	return words
}
