package format

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

var jsonFeedMark = regexp.MustCompile(`"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org|"(feed_url|home_page_url)"\s*:`)

func isJSONFeed(head []byte) bool { return isObject(head) && jsonFeedMark.Match(head) }

// loose is a string of JSON that some feeds write as a number.
type loose string

// UnmarshalJSON takes a string, a number as it is written, and nothing for all else.
func (l *loose) UnmarshalJSON(raw []byte) error {
	var s string
	switch {
	case json.Unmarshal(raw, &s) == nil:
		*l = loose(s)
	case len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9'):
		*l = loose(raw)
	}
	return nil
}

type jsonAuthor struct {
	Name loose `json:"name"`
}

// parseJSONFeed reads JSON Feed 1.0 and 1.1.
func parseJSONFeed(text string) (*feedFile, error) {
	var doc struct {
		Title    loose             `json:"title"`
		HomePage loose             `json:"home_page_url"`
		Language loose             `json:"language"`
		Items    []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return nil, err
	}
	f := &feedFile{title: string(doc.Title), lang: string(doc.Language), link: string(doc.HomePage)}
	line, at := 1, 0
	for _, raw := range doc.Items {
		var i struct {
			ID            loose        `json:"id"`
			URL           loose        `json:"url"`
			ExternalURL   loose        `json:"external_url"`
			Title         loose        `json:"title"`
			HTML          loose        `json:"content_html"`
			Text          loose        `json:"content_text"`
			Summary       loose        `json:"summary"`
			Image         loose        `json:"image"`
			BannerImage   loose        `json:"banner_image"`
			DatePublished loose        `json:"date_published"`
			DateModified  loose        `json:"date_modified"`
			Language      loose        `json:"language"`
			Author        *jsonAuthor  `json:"author"`
			Authors       []jsonAuthor `json:"authors"`
			Tags          []loose      `json:"tags"`
		}
		if err := json.Unmarshal(raw, &i); err != nil {
			return nil, err
		}
		item := feedItem{id: string(i.ID), link: orElse(string(i.URL), string(i.ExternalURL)), title: string(i.Title),
			lang:      string(i.Language),
			published: string(i.DatePublished), updated: string(i.DateModified)}
		item.texts = []string{string(i.HTML), strings.ReplaceAll(string(i.Text), "\r\n", "\n"), string(i.Summary)}
		for _, t := range i.Tags {
			item.categories = append(item.categories, string(t))
		}
		if image := orElse(string(i.Image), string(i.BannerImage)); image != "" {
			item.image = &corpus.Image{URL: image}
		}
		if len(i.Authors) > 0 {
			item.author = string(i.Authors[0].Name)
		} else if i.Author != nil {
			item.author = string(i.Author.Name)
		}
		if place := strings.Index(text[at:], string(raw)); place >= 0 {
			line += strings.Count(text[at:at+place], "\n")
			at += place
			item.line = line
		}
		f.items = append(f.items, item)
	}
	return f, nil
}
