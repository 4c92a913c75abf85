package corpus

import "strings"

// months are the names of months and their short forms, of each month those of all
// languages.
var months = wordNumbers(
	"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń sty января янв січня ocak ianuarie ledna",
	"february feb februar feber février fevrier févr fevr fév fev febrero febbraio febbr fevereiro februari lutego luty lut "+
		"февраля фев февр лютого şubat şub februarie února",
	"march mar märz maerz mär mrz mars marzo março marco maart mrt marts marca marzec marzu марта мар март березня mart maret martie března",
	"april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апр апрель квітня nisan nis aprilie dubna",
	"may mai mayo maggio mag maio mei maj maja мая май травня mayıs května",
	"june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июн июнь червня haziran haz iunie června",
	"july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июл июль липня temmuz tem iulie července",
	"august aug août aout agosto ago augustus augusti agustus sierpnia sierpień sie августа авг август серпня ağustos ağu srpna",
	"september sep sept septembre septiembre setiembre set settembre sett setembro września wrzesień wrz сентября сен "+
		"сент сентябрь вересня eylül eyl "+
		"septembrie září",
	"october oct oktober okt octobre octubre ottobre ott outubro out października październik paź октября окт октябрь "+
		"жовтня ekim eki octombrie října",
	"november nov novembre noviembre novembro listopada listopad lis ноября ноя нояб ноябрь листопада kasım kas noiembrie",
	"december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des grudnia grudzień gru "+
		"декабря дек декабрь грудня "+
		"aralık ara decembrie prosince",
)

// dateFillers are words beside a date that say nothing about it: days of the week, which
// are not checked, and particles.
var dateFillers = wordNumbers(
	"mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday "+
		"mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "+
		"lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche "+
		"lunes martes miércoles miercoles mié mie jueves jue viernes vie sábado sabado sáb sab domingo dom "+
		"lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi gio venerdì venerdi sabato domenica "+
		"seg segunda ter terça terca qua quarta qui quinta sex sexta feira "+
		"ma wo vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "+
		"mån tis ons tor tors fre lör sön man tir lør søn måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag "+
		"pon pn wt śr czw pt sob niedz nd poniedziałek wtorek środa czwartek piątek sobota niedziela "+
		"пн вт ср чт пт сб вс нд понедельник вторник среда четверг пятница суббота воскресенье "+
		"pzt sal çar per cum cmt paz pazartesi salı çarşamba perşembe cuma cumartesi pazar",
	"st nd rd th er de del do da of the at um am den der le el la il a à á às alle ore om kl klo klokken uhr h "+
		"о в г год года р",
)

// zones are the names of zones that mean one thing in news, in minutes east of Greenwich.
var zones = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120,
	"eet": 120, "eest": 180, "msk": 180,
	"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540,
	"akdt": -480, "hst": -600,
	"jst": 540, "kst": 540, "sgt": 480, "hkt": 480, "awst": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}

// wordNumbers gives each word of a line the line's number, from 1.
func wordNumbers(lines ...string) map[string]int {
	numbers := map[string]int{}
	for i, line := range lines {
		for word := range strings.FieldsSeq(line) {
			numbers[word] = i + 1
		}
	}
	return numbers
}
