package spec

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Param describes one parameter of a tagged struct; see the package's docs for the tags.
type Param struct {
	Name, Default, Range, OneOf, Doc string
	Off                              string
	Was                              []string // former names
	Positional, Required, Always     bool
	Many                             bool // takes any number of specs
	Nested                           bool // its value is a spec, or specs, of something with parameters of its own

	Type reflect.Type // of the field

	field []int // where it is, for reflect's FieldByIndex
}

// Params lists the parameters of v, a struct or a pointer to one, in the order
// of its fields; those of an embedded struct come at its place.
func Params(v any) []Param {
	t := reflect.TypeOf(v)
	if t == nil {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	known, ok := params.Load(t)
	if !ok {
		known, _ = params.LoadOrStore(t, paramsOf(t))
	}
	return slices.Clone(known.([]Param))
}

// params holds what paramsOf returned, by type: parameters are checked at each use, and
// reading the tags takes longer than that.
var params sync.Map

func paramsOf(t reflect.Type) []Param {
	var list []Param
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("spec")
		if !ok {
			continue
		}
		words := strings.Split(tag, ",")
		get := f.Tag.Get
		p := Param{Name: words[0], Default: get("default"), Range: get("range"), OneOf: get("oneof"), Off: get("off"), Doc: get("doc")}
		p.Type, p.field = f.Type, f.Index
		if was := get("was"); was != "" {
			p.Was = strings.Split(was, ",")
		}
		if of, ok := reflect.Zero(f.Type).Interface().(interface{ Choices() []string }); ok {
			p.OneOf = strings.Join(of.Choices(), ",")
		}
		p.Many = f.Type == reflect.TypeFor[[]Spec]()
		p.Nested = p.Many || f.Type == reflect.TypeFor[Spec]()
		has := func(word string) bool { return slices.Contains(words[1:], word) }
		p.Positional, p.Required, p.Always = has("positional"), has("required"), has("always")
		if p.Default == "" && !p.Required {
			p.Default, _, _ = strings.Cut(p.OneOf, ",")
		}
		list = append(list, p)
	}
	return list
}

// Bind sets the tagged fields of into, a pointer to a struct, to the arguments of
// s, and all others to their defaults. The error names the parameter and what it
// takes; for an unknown one it names the nearest that exists. If into has a method
// Valid() error, Bind ends with it: it checks the parameters against each other,
// and may bring a nested spec into canonical form.
func Bind(s Spec, into any) error {
	if s.Under != nil {
		return fmt.Errorf("%s: /%s follows it, and it takes no protocol", s.Name, s.Under)
	}
	params := Params(into)
	given := make([][]Spec, len(params))
	next := 0
	for i := range s.Args {
		a := &s.Args[i]
		at, err := place(s.Name, a, params, &next)
		if err != nil {
			return err
		}
		if given[at] != nil && !params[at].Many {
			return fmt.Errorf("%s: parameter %s is given twice", s.Name, params[at].Name)
		}
		given[at] = append(given[at], a.Value)
	}
	v := reflect.ValueOf(into)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for i, p := range params {
		if p.Required && (given[i] == nil || given[i][0].empty()) {
			return fmt.Errorf("%s: parameter %s is missing: %s", s.Name, p.Name, p.Doc)
		}
		if p.Many {
			v.FieldByIndex(p.field).Set(reflect.ValueOf(given[i]))
			continue
		}
		value := p.standard()
		if given[i] != nil {
			value = given[i][0]
		}
		if err := p.set(v.FieldByIndex(p.field), value); err != nil {
			return fmt.Errorf("%s: %s=%s: %w", s.Name, p.Name, value, err)
		}
	}
	if checked, ok := into.(interface{ Valid() error }); ok {
		if err := checked.Valid(); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	return nil
}

// standard is the default as a spec.
func (p Param) standard() Spec {
	s, err := Parse(p.Default)
	if err != nil {
		return Spec{Name: p.Default}
	}
	return s
}

// Defaults sets every tagged field of a struct to its default and returns the
// struct; required fields, which have none, get their zero value. It panics if a
// default is not a value of its field: the tag is wrong.
func Defaults[T any](v *T) *T {
	for _, p := range Params(v) {
		f := reflect.ValueOf(v).Elem().FieldByIndex(p.field)
		if f.SetZero(); p.Required || p.Many {
			continue
		}
		if err := p.set(f, p.standard()); err != nil {
			panic(fmt.Sprintf("spec: %T: the default %q of %s: %v", v, p.Default, p.Name, err))
		}
	}
	return v
}

// Check reports, as an error, parameters of v, a pointer to a struct, that Bind
// would not set: for structs that were filled by hand. If fields were left at zero
// that have another default, the error ends with the constructor to call. That is by
// convention New in a package of the type's name, else New and the type's name. A
// nested spec without a name is passed over: whoever needs it asks for it.
func Check(name string, v any) error {
	err := Bind(Of(name, v), reflect.New(reflect.TypeOf(v).Elem()).Interface())
	if err == nil || !unset(v) {
		return err
	}
	return fmt.Errorf("%w (%s returns it with every parameter at its default)", err, Constructor(v))
}

// Constructor is the call that makes v, a pointer to a struct, by convention.
func Constructor(v any) string {
	pkg, typ, _ := strings.Cut(strings.TrimPrefix(fmt.Sprintf("%T", v), "*"), ".")
	if strings.EqualFold(pkg, typ) {
		typ = ""
	}
	return fmt.Sprintf("%s.New%s()", pkg, typ)
}

// unset reports whether a parameter is zero and has another default.
func unset(v any) bool {
	value := reflect.ValueOf(v).Elem()
	for _, p := range Params(v) {
		f := value.FieldByIndex(p.field)
		if f.IsZero() && !p.Required && !p.Many && format(f).String() != canonical(p.Default) {
			return true
		}
	}
	return false
}

// place finds the parameter that an argument belongs to.
func place(name string, a *Arg, params []Param, next *int) (int, error) {
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	takes := " (it takes " + strings.Join(names, ", ") + ")"
	if len(params) == 0 {
		takes = " (it takes no parameters)"
	}
	if a.Name == "" {
		for ; *next < len(params); *next++ {
			if params[*next].Many && params[*next].Positional {
				return *next, nil
			}
			if params[*next].Positional {
				*next++
				return *next - 1, nil
			}
		}
		return 0, fmt.Errorf("%s: %q comes without a parameter's name%s", name, a.Value.String(), takes)
	}
	for i, p := range params {
		if p.Name == a.Name || slices.Contains(p.Was, a.Name) {
			return i, nil
		}
	}
	hint := ""
	if near := Nearest(a.Name, names); near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	}
	return 0, fmt.Errorf("%s: unknown parameter %q%s%s", name, a.Name, hint, takes)
}

func (p Param) set(f reflect.Value, s Spec) error {
	if spec, ok := f.Addr().Interface().(*Spec); ok {
		if s.empty() && (p.Default != "" || p.Required) { // a default that names none lets it be unnamed
			return fmt.Errorf("must be a name, with parameters if it has any")
		}
		*spec = s
		return nil
	}
	if len(s.Args) > 0 {
		return fmt.Errorf("a plain value is wanted")
	}
	text := s.Name
	if p.OneOf != "" && !slices.Contains(strings.Split(p.OneOf, ","), text) {
		return fmt.Errorf("must be one of %s", strings.ReplaceAll(p.OneOf, ",", ", "))
	}
	if u, ok := f.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	var number float64 // for the range
	var err error
	want := "a whole number"
	switch {
	case f.Type() == reflect.TypeFor[time.Duration]():
		var v time.Duration
		v, err = time.ParseDuration(text)
		f.SetInt(int64(v))
		number, want = v.Seconds(), "a time such as 90s or 10m"
	case f.Kind() == reflect.String:
		f.SetString(text)
	case f.Kind() == reflect.Bool:
		var v bool
		v, err = strconv.ParseBool(text)
		f.SetBool(v)
		want = "true or false"
	case f.Kind() == reflect.Int:
		var v int
		v, err = strconv.Atoi(text)
		f.SetInt(int64(v))
		number = float64(v)
	case f.Kind() == reflect.Uint64:
		var v uint64
		v, err = strconv.ParseUint(text, 10, 64)
		f.SetUint(v)
		number, want = float64(v), "a whole number, 0 or above"
	case f.Kind() == reflect.Float64:
		number, err = strconv.ParseFloat(text, 64)
		if math.IsNaN(number) || math.IsInf(number, 0) {
			err = strconv.ErrRange
		}
		f.SetFloat(number)
		want = "a number"
	default:
		return fmt.Errorf("spec: a field of type %s cannot be a parameter", f.Type())
	}
	if err != nil {
		return fmt.Errorf("must be %s", want)
	}
	return p.inRange(number)
}

func (p Param) inRange(v float64) error {
	low, high, ok := strings.Cut(p.Range, ":")
	if !ok {
		return nil
	}
	if min, err := strconv.ParseFloat(low, 64); err == nil && v < min {
		return fmt.Errorf("must be at least %s", low)
	}
	if max, err := strconv.ParseFloat(high, 64); err == nil && v > max {
		return fmt.Errorf("must be at most %s", high)
	}
	return nil
}

// Of is the canonical spec of v under the given name: the parameters that differ
// from their defaults, and those that are always shown.
func Of(name string, v any) Spec {
	return write(name, v, func(p Param, value Spec) bool {
		return p.Always || p.Required || value.String() != canonical(p.Default)
	})
}

// Full is the spec of v with every parameter, those at their defaults included.
func Full(name string, v any) Spec {
	return write(name, v, func(Param, Spec) bool { return true })
}

func write(name string, v any, shown func(Param, Spec) bool) Spec {
	s := Spec{Name: name}
	rv := reflect.ValueOf(v)
	if rv.Kind() == reflect.Pointer {
		rv = rv.Elem()
	}
	for _, p := range Params(v) {
		if p.Many {
			for _, each := range rv.FieldByIndex(p.field).Interface().([]Spec) {
				s.Args = append(s.Args, Arg{Value: each})
			}
			continue
		}
		value := format(rv.FieldByIndex(p.field))
		if p.Nested && value.empty() || !shown(p, value) {
			continue
		}
		a := Arg{Name: p.Name, Value: value}
		if p.Positional {
			a.Name = ""
		}
		s.Args = append(s.Args, a)
	}
	sortArgs(s.Args)
	return s
}

func canonical(text string) string {
	if s, err := Parse(text); err == nil {
		return s.String()
	}
	return quote(text)
}

func format(f reflect.Value) Spec {
	switch v := f.Interface().(type) {
	case Spec:
		return v
	case encoding.TextMarshaler:
		text, _ := v.MarshalText()
		return Spec{Name: string(text)}
	case time.Duration:
		s := v.String() // without the zeros that Go prints: 10m, not 10m0s
		if strings.HasSuffix(s, "m0s") {
			s = strings.TrimSuffix(s, "0s")
		}
		if strings.HasSuffix(s, "h0m") {
			s = strings.TrimSuffix(s, "0m")
		}
		return Spec{Name: s}
	case float64:
		return Spec{Name: strconv.FormatFloat(v, 'g', -1, 64)}
	default:
		return Spec{Name: fmt.Sprint(v)}
	}
}
