package format

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A day and a time of day in two fields are one date.
func TestDayAndTime(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"registry.jsonl", `{"uri":"8","title":"A","date":"2031-03-11","time":"07:42:05"}`, "2031-03-11T07:42:05Z"},
		{"short.csv", "id,title,date,time\n1,A,2031-03-11,07:42\n2,B,2031-03-12,23:01\n", "2031-03-11T07:42:00Z"},
		{"zone.csv", "id,title,date,time\n1,A,2031-03-11,07:42:00+02:00\n", "2031-03-11T07:42:00+02:00"},
		{"noon.csv", "id,title,Date,Time\n1,A,\"March 11, 2031\",7:42 PM\n", "2031-03-11T19:42:00Z"},
		{"german.csv", "id;Titel;Datum;Uhrzeit\n1;A;11.03.2031;7:42\n", "2031-03-11T07:42:00Z"},
		{"order.csv", "id,title,date,time\n1,A,25/03/2031,07:42\n", "2031-03-25T07:42:00Z"},
		{"nested.json", `[{"id":"1","title":"A","published":{"date":"2031-03-11"},"time":"07:42:00"}]`, "2031-03-11T07:42:00Z"},
		{"none.csv", "id,title,date,time\n1,A,2031-03-11,\n2,A,2031-03-11,07:42\n", "2031-03-11"},
		{"whole.csv", "id,title,date,time\n1,A,2031-03-11T05:00:00Z,07:42\n", "2031-03-11T05:00:00Z"},
		{"span.csv", "id,title,date,time\n1,A,2031-03-11,3 days\n", "2031-03-11"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := Open(t.Context(), write(t, test.name, test.content))
			require.NoError(t, err)
			assert.Equal(t, test.want, c.Articles[0].Published.String())
		})
	}
	_, err := Open(t.Context(), write(t, "bad.csv", "id,title,date,time\n1,A,2031-03-11,07:42\n2,A,2031-03-11,25:42\n"))
	assert.ErrorContains(t, err, "bad.csv:3")
}
