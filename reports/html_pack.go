package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"slices"
)

// The data of a section, as report.js reads it. Lists are used for objects where
// there are many.
type packedStories struct {
	Metric  string   `json:"metric"`
	Better  string   `json:"better"`
	Start   int      `json:"start"`
	Systems []string `json:"systems"`
	// Rivals are those that a story's median is taken of: no controls.
	Rivals  []int                    `json:"rivals"`
	Stories []packedStory            `json:"stories"`
	Titles  []string                 `json:"titles"` // of the articles that details name
	Of      []int                    `json:"of"`     // their stories: position in Stories; -1 = none, -2 = not in the page
	Details map[string]packedDetails `json:"details"`
}

type packedStory struct {
	Title    string      `json:"t"`
	Articles int         `json:"n"`
	Outcomes [][]float64 `json:"o"` // value, clusters, articles of the home, foreign; as far as known
}

// packedDetails are how a story came apart.
type packedDetails struct {
	Parts   [][]int `json:"p"`           // size of the cluster, the story's articles in it, positions of their titles
	Foreign []int   `json:"f,omitempty"` // positions of titles
}

// What the details of one story name at most.
const (
	partsNamed    = 8
	articlesNamed = 8
)

// fill packs the data of all sections into at most the given number of bytes. A corpus that needs
// less than its share leaves the rest to those that need more.
func (p *htmlPage) fill(list []*Drilldown, room int) {
	order, need := make([]int, len(list)), make([]int, len(list))
	for i, b := range list {
		data, _ := pack(b, math.MaxInt)
		order[i], need[i] = i, len(data)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(need[a], need[b]) })
	for n, i := range order {
		data, leftOut := pack(list[i], max(0, room)/(len(list)-n))
		room -= len(data) + sentence*len(leftOut)
		p.Stories[i].Data, p.Stories[i].LeftOut = template.JS(data), leftOut
	}
}

// sentence is about what a sentence on what was left out takes, in bytes.
const sentence = 300

func pack(b *Drilldown, room int) (data []byte, leftOut []string) {
	p := packer{drilldown: b, room: room - 2*sentence, at: map[int]int{}, title: map[int]int{}}
	p.Metric, p.Better, p.Start = b.Metric, string(b.Better), b.Start()
	p.Stories, p.Titles, p.Of, p.Details = []packedStory{}, []string{}, []int{}, map[string]packedDetails{}
	for k, s := range b.Systems {
		p.Systems = append(p.Systems, Clip(s.Name, LongestName))
		if !s.Control {
			p.Rivals = append(p.Rivals, k)
		}
	}
	p.room -= size(p.packedStories)
	if n := p.addStories(); n > 0 {
		leftOut = append(leftOut, fmt.Sprintf("%s that the systems do best on are left out "+
			"to keep the file small.", Counted(n, "story")))
	}
	if n, of := p.addDetails(); n > 0 {
		leftOut = append(leftOut, fmt.Sprintf("Of %d times that a system put a story wrong the worst %d show which articles are "+
			"missing or foreign; the others are left out to keep the file small.", of, of-n))
	}
	data, _ = json.Marshal(p.packedStories) // numbers and texts: nothing can fail
	return data, leftOut
}

func size(v any) int {
	raw, _ := json.Marshal(v)
	return len(raw) + 1
}

// A packer fills a section as far as there is room.
type packer struct {
	packedStories
	drilldown *Drilldown
	room      int
	at        map[int]int // position in the page by position in behind.Stories
	title     map[int]int // the same of articles
}

// addStories takes the stories, those that the systems do worst on first, while
// they leave a quarter of the room to details. It returns how many there was no
// room for.
func (p *packer) addStories() (left int) {
	b := p.drilldown
	mean := make([]float64, len(b.Stories))
	var order []int
	for i, s := range b.Stories {
		n := 0
		for _, k := range p.Rivals {
			if !math.IsNaN(s.Outcomes[k].Value) {
				mean[i] += b.goodness(i, k)
				n++
			}
		}
		mean[i] /= float64(max(n, 1))
		if slices.ContainsFunc(s.Outcomes, func(o Outcome) bool { return !math.IsNaN(o.Value) }) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(mean[x], mean[y]) })
	details := p.room / 4
	for n, i := range order {
		story := p.story(i)
		need := size(story)
		if p.room-need < details {
			return len(order) - n
		}
		p.room -= need
		p.at[i] = len(p.Stories)
		p.Stories = append(p.Stories, story)
	}
	return 0
}

func (p *packer) story(i int) packedStory {
	s := &p.drilldown.Stories[i]
	out := packedStory{Title: p.drilldown.title(i), Articles: s.Articles}
	for _, o := range s.Outcomes {
		numbers := []float64{}
		if !math.IsNaN(o.Value) && !math.IsInf(o.Value, 0) {
			numbers = append(numbers, math.Round(1000*o.Value)/1000)
		}
		if len(numbers) > 0 && o.Parts != nil {
			numbers = append(numbers, float64(len(o.Parts)), float64(len(o.Parts[0].Articles)), float64(o.Foreign()))
		}
		out.Outcomes = append(out.Outcomes, numbers)
	}
	return out
}

// addDetails adds how stories came apart, of every system but the controls the
// worst first, while there is room. It returns how many it left out, of how many.
func (p *packer) addDetails() (left, of int) {
	var queues [][]int
	most := 0
	for k := range p.drilldown.Systems {
		list := slices.DeleteFunc(p.drilldown.Worst(k), func(i int) bool {
			_, kept := p.at[i]
			return !kept || p.drilldown.Systems[k].Control || p.drilldown.Stories[i].Outcomes[k].Parts == nil
		})
		queues = append(queues, list)
		most = max(most, len(list))
		of += len(list)
	}
	for rank := range most {
		for k, list := range queues {
			if rank < len(list) && !p.addDetail(list[rank], k) {
				left++
			}
		}
	}
	return left, of
}

func (p *packer) addDetail(story, system int) bool {
	o := &p.drilldown.Stories[story].Outcomes[system]
	var d packedDetails
	var named []int
	for n, part := range o.Parts[:min(len(o.Parts), partsNamed)] {
		line := []int{part.Size, len(part.Articles)}
		if n > 0 {
			line = append(line, part.Articles[:min(len(part.Articles), articlesNamed)]...)
			named = append(named, line[2:]...)
		}
		d.Parts = append(d.Parts, line)
	}
	d.Foreign = o.ForeignArticles(articlesNamed)
	named = append(named, d.Foreign...)
	need := size(d) + 12
	for _, a := range named {
		if _, known := p.title[a]; !known {
			need += size(p.articleTitle(a)) + 6
		}
	}
	if need > p.room {
		return false
	}
	p.room -= need
	for _, part := range d.Parts {
		for i := 2; i < len(part); i++ {
			part[i] = p.name(part[i])
		}
	}
	for i, a := range d.Foreign {
		d.Foreign[i] = p.name(a)
	}
	p.Details[fmt.Sprintf("%d-%d", p.at[story], system)] = d
	return true
}

func (p *packer) articleTitle(article int) string {
	return Clip(p.drilldown.Articles[article].Title, LongestName)
}

// name is the position of an article's title, which is added where it is new.
func (p *packer) name(article int) int {
	if at, ok := p.title[article]; ok {
		return at
	}
	at := len(p.Titles)
	p.title[article] = at
	p.Titles = append(p.Titles, p.articleTitle(article))
	of := -1
	if s := p.drilldown.Articles[article].Story; s >= 0 {
		of = -2
		if shown, ok := p.at[s]; ok {
			of = shown
		}
	}
	p.Of = append(p.Of, of)
	return at
}
