package spec

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// A Param describes one parameter of a bound struct. It comes from the tags of
// an exported field:
//
//	K int `spec:"k" default:"8" range:"1:" doc:"number of clusters"`
//
// The first word of the spec tag is the parameter's name; after it may stand
// "positional" (may be given without its name), "required" (has no default)
// and "always" (printed even at its default, since it changes the meaning).
// A field of type []Spec takes all positional arguments that are left; positional
// fields before it must be required.
// range is min:max, either side open, both included; oneof is a list of
// choices separated by commas; off is the value at which what the parameter
// steers has no effect, for those that steer a step that can be left out.
type Param struct {
	Name, Default, Range, OneOf, Doc string
	Off                              string
	Positional, Required, Always     bool
	Many                             bool // takes any number of specs
	Nested                           bool // its value is a spec, or specs, of something with parameters of its own

	field []int // where it is, for reflect's FieldByIndex
}

// Params lists the parameters of v, a struct or a pointer to one, in the order
// of its fields; those of an embedded struct stand where it does.
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
	var list []Param
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("spec")
		if !ok {
			continue
		}
		words := strings.Split(tag, ",")
		get := f.Tag.Get
		p := Param{Name: words[0], Default: get("default"), Range: get("range"), OneOf: get("oneof"), Off: get("off"), Doc: get("doc"), field: f.Index}
		p.Many = f.Type == reflect.TypeFor[[]Spec]()
		p.Nested = p.Many || f.Type == reflect.TypeFor[Spec]()
		for _, w := range words[1:] {
			p.Positional = p.Positional || w == "positional"
			p.Required = p.Required || w == "required"
			p.Always = p.Always || w == "always"
		}
		list = append(list, p)
	}
	return list
}

// Bind sets the tagged fields of into, a pointer to a struct, to their defaults
// and then to the arguments of s. The error names the parameter, what it takes,
// and for an unknown one the nearest that exists. Where into has a method Valid()
// error, Bind ends with it: it checks the parameters against each other, and may
// bring a nested spec into canonical form.
func Bind(s Spec, into any) error {
	if s.Under != nil {
		return fmt.Errorf("%s: /%s stands behind it, and it takes no protocol", s.Name, s.Under)
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
		if given[i] == nil && p.Required {
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

// Check says whether the parameters of v, a pointer to a struct, are such as Bind
// would set: for those that were set by hand.
func Check(name string, v any) error {
	return Bind(Of(name, v), reflect.New(reflect.TypeOf(v).Elem()).Interface())
}

// place finds the parameter that an argument belongs to.
func place(name string, a *Arg, params []Param, next *int) (int, error) {
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
		return 0, fmt.Errorf("%s: %q stands without a parameter's name%s", name, a.Value.String(), takes(params))
	}
	for i, p := range params {
		if p.Name == a.Name {
			return i, nil
		}
	}
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	hint := ""
	if near := Nearest(a.Name, names); near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	}
	return 0, fmt.Errorf("%s: unknown parameter %q%s%s", name, a.Name, hint, takes(params))
}

func takes(params []Param) string {
	if len(params) == 0 {
		return " (it takes no parameters)"
	}
	var names []string
	for _, p := range params {
		names = append(names, p.Name)
	}
	return " (it takes " + strings.Join(names, ", ") + ")"
}

func (p Param) set(f reflect.Value, s Spec) error {
	if spec, ok := f.Addr().Interface().(*Spec); ok {
		*spec = s
		return nil
	}
	if len(s.Args) > 0 {
		return fmt.Errorf("a plain value is wanted")
	}
	text := s.Name
	if p.OneOf != "" && !contains(strings.Split(p.OneOf, ","), text) {
		return fmt.Errorf("must be one of %s", strings.ReplaceAll(p.OneOf, ",", ", "))
	}
	if u, ok := f.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(text)
	case reflect.Bool:
		v, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("must be true or false")
		}
		f.SetBool(v)
	case reflect.Int:
		v, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("must be a whole number")
		}
		f.SetInt(int64(v))
		return p.inRange(float64(v))
	case reflect.Float64:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("must be a number")
		}
		f.SetFloat(v)
		return p.inRange(v)
	default:
		return fmt.Errorf("spec: a field of type %s cannot be a parameter", f.Type())
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
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
		if !shown(p, value) {
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
	case float64:
		return Spec{Name: strconv.FormatFloat(v, 'g', -1, 64)}
	default:
		return Spec{Name: fmt.Sprint(v)}
	}
}
