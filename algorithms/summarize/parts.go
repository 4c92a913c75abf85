package summarize

import "regexp"

// What a part of a sentence begins with that the rest can do without: after a comma, where the
// part says no more than what it says of itself, or where it may also say who says so.
const (
	beside     = `which|who|whose|(?:some|many|most|all|both|one) of wh(?:om|ich)|(?:even |\p{L}+ly )?\p{L}+ing`
	connecting = `while|as|with|such as|amid|even as|from|at|for|in|a|an|the|his|her|its|their|after|before|when|where|though|although|` +
		`despite|during|since|along with|[$£€]\d\S*|\p{L}+ed (?:on|by|with)|(?:driven|led|made) by`
)

// What tells when, how, why or in spite of what, without a comma: behind any word, or behind a noun.
const (
	circumstance = `after|before|while|when|(?:even )?as`
	addition     = `amid|following|during|despite|ahead of|because of|due to|thanks to|in the wake of|including|involving|targeting|` +
		`aimed at|based on|led by|\p{L}+ed by|as part of|as (?:the|an?)|(?:for|by) \p{L}+ing|` +
		`in (?:order|an effort|a bid|an attempt|response|exchange|connection|light)|in (?:the|an?|\d{4}|\p{Lu}\p{L}+)|within (?:the|an?)|` +
		`with (?:just|only|the|an?|its|his|her|their)`
)

const (
	// sources are public bodies and papers that state facts.
	sources = `(?:police|police chief|officials?|authorities|White House|[Oo]ffice|[Dd]epartment|[Mm]inistry|[Aa]gency|[Bb]ureau|` +
		`documents?|records|data|statistics|figures|reports?|study|filings?|survey|poll)`
	rest = `(?:[^,;:()]|,\d)+$` // of a sentence, without a comma
)

var (
	// within is a relative clause or an apposition between commas, before a verb.
	within = regexp.MustCompile(`, (?:which|who|whose|where|the|a|an|along with|including|such as|as well as|one of|some of|` +
		`\p{L}+(?:ing|ed)) [^;:()]{2,160}?, ((?:also |later |then |still |\p{L}+ly )?\p{L}+ )`)
	// named is anything between the first two commas, before a verb.
	named = regexp.MustCompile(`^([^,;:()]+)(, [^,;:()]+, )((?:also |later |then |still |\p{L}+ly )?\p{L}+) `)
	// dashed is between dashes, or behind one up to the end.
	dash   = regexp.MustCompile(` (?:--|—|–) `)
	dashed = regexp.MustCompile(` (?:--|—|–) [^—–]{2,100}? (?:--|—|–) `)
	behind = regexp.MustCompile(`( (?:--|—|–) [^—–]+[.][”"]?)$`)
	// setting is when, where or doing what at the beginning.
	setting = regexp.MustCompile(`^(?:On|In|At|After|Before|During|Following|Since|Late|Early|Earlier|Last|By|With|While|As|For|Under|Amid|` +
		`Despite|Although|Though|Given|Once|Through|Hours after|Days after|Weeks after|\p{Lu}\p{L}+ing) [^;:()]{2,120}?, `)
	// ending is what came of it, went on at the same time, or is said of the last noun, at the end.
	ending = regexp.MustCompile(`(, (?:` + beside + `|` + connecting + `) [^;:()]+)$`)
	// last is the ending that begins last.
	last = regexp.MustCompile(`(, (?:` + beside + `|` + connecting + `) ` + rest + `)`)
	// aloud begins an ending that says nothing of who says so.
	aloud = regexp.MustCompile(`^, (?:` + beside + `) `)
	// source is a public body or a paper that the rest is known from, at the end.
	source = regexp.MustCompile(`(, (?:according to [^,;:()]*\b` + sources + `\b[^,;:()]*|[^,;:()]{0,40}\b` + sources +
		` (?:said|announced|showed|shows|confirmed)[^,;:()]{0,25}|[^,;:()]{0,40} (?:reported|(?:has|have) learned)[^,;:()]{0,25})[.])$`)
	// weekday is the day of what happened.
	weekday = regexp.MustCompile(` (?:on |late |early |late on |early on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day` +
		`(?: night| morning| afternoon| evening)?\b`)
	// during is when, without a comma; what is before it tells more of the time if it is a word of that.
	during = regexp.MustCompile(`.*( (?:` + circumstance + `) ` + rest + `)`)
	// asWell begins a comparison, a role, or what went on at the time.
	asWell = regexp.MustCompile(`^ (?:even )?as `)
	// further is where, how or with what, behind a noun.
	further = regexp.MustCompile(`.*( (?:` + addition + `) ` + rest + `)`)
	// narrows begins what a count may be limited to.
	narrows = regexp.MustCompile(`^ (?:in (?:the|a|an|\p{Lu}\p{L}+)|during|amid) `)
	// described is what a noun is, did or does, at the end, with the verb.
	described = regexp.MustCompile(` (?:an? [^,.;:()]{3,60}?( (?:that|which|who) (\p{L}+) ` + rest + `)|` +
		`the [^ ,.;:()]+ [^,.;:()]{3,60}?( (?:that|which) (\p{L}+) ` + rest + `))`)
	// doing is what an indefinite noun does, at the end.
	doing = regexp.MustCompile(` an? [^,.;:()]{3,60}?( (?:requir|allow|bann|barr|call|giv|extend|rais|end|forc|block|overturn|protect|` +
		`seek|urg|accus|alleg)ing ` + rest + `)`)
	// ofSubject begins a relative clause.
	ofSubject = regexp.MustCompile(` (?:that|which|who) `)
	// relative begins a clause of its own.
	relative = regexp.MustCompile(` (?:that|which|who|whose|where|when|as|after|before|while) `)
	// another is a further verb of the same subject, at the end, with the word after it.
	another = regexp.MustCompile(`(,? (?:and|but) (\p{L}+) (\S+) ` + rest + `)`)
	// second is a further main clause at the end.
	second = regexp.MustCompile(`(?:;|, (?:and|but|while)) (\p{L}[^;]+[.])$`)
	// nested is a clause within a clause, which goes on behind a comma.
	nested = regexp.MustCompile(` that (?:while|although|though|if|when|as|since|after|before|because) [^,]*$`)
	// subordinate is up to the last word that begins a clause.
	subordinate = regexp.MustCompile(`.* (?:that|because|if|who|which|while|whether|than|as (?:the|his|her|its|their|an?)) `)
	// onward is a word behind a comma.
	onward = regexp.MustCompile(`, (\p{L}+) `)
)
