package spec

import (
	"fmt"
	"reflect"
)

// Get returns the value of the parameter in v, a struct or a pointer to one, in the
// form that Set reads.
func (p Param) Get(v any) string {
	value := format(p.in(v))
	if p.Nested {
		return value.String()
	}
	return value.Name
}

// Set sets the parameter in v, a pointer to a struct. The error says what the
// parameter takes.
func (p Param) Set(v any, text string) error {
	value := Spec{Name: text}
	if p.Nested {
		var err error
		if value, err = Parse(text); err != nil {
			return err
		}
	}
	return p.set(p.in(v), value)
}

func (p Param) in(v any) reflect.Value {
	return reflect.Indirect(reflect.ValueOf(v)).FieldByIndex(p.field)
}

// Fill sets the parameters of v, a pointer to a struct, that have their type's zero
// value to their defaults, and checks the others. It is for structs of which the
// zero value means the defaults.
func Fill(v any) error {
	for _, p := range Params(v) {
		text := p.Get(v)
		if p.in(v).IsZero() {
			text = p.Default
		}
		if err := p.Set(v, text); err != nil {
			return fmt.Errorf("%s=%s: %w", p.Name, text, err)
		}
	}
	return nil
}

// Changed lists the parameters of v, a struct that Fill fills, whose values are not
// the defaults, in the order of the fields.
func Changed(v any) []Arg {
	var list []Arg
	for _, p := range Params(v) {
		if text := p.Get(v); !p.in(v).IsZero() && text != p.Default {
			list = append(list, Arg{Name: p.Name, Value: Spec{Name: text}})
		}
	}
	return list
}

// Merge sets the parameters of v, a pointer to a struct, to those of over, a struct of
// the same type, that do not have the zero value.
func Merge(v, over any) {
	for _, p := range Params(v) {
		if value := p.in(over); !value.IsZero() {
			p.in(v).Set(value)
		}
	}
}
