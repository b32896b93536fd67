package main

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gleaner/pipeline/jetstream"
)

// setting is one field of Config and what it is called elsewhere.
type setting struct {
	// path is the key in the file, "worker.ack_wait".
	path  string
	flag  string
	doc   string
	oneof []string
	// min and max bound a number or a duration, "" for no bound.
	min, max string
	// zero says that 0 is allowed below min: it stands for no bound.
	zero bool
	// name says that the text is the name of a consumer.
	name   bool
	secret bool
	index  []int
}

// settings lists every field of Config in its order.
func settings() []setting {
	var all []setting
	sections := reflect.TypeFor[Config]()
	for i := range sections.NumField() {
		section := sections.Field(i)
		for j := range section.Type.NumField() {
			f := section.Type.Field(j)
			s := setting{
				path: section.Tag.Get("key") + "." + f.Tag.Get("key"), flag: f.Tag.Get("flag"),
				doc: f.Tag.Get("doc"), secret: f.Tag.Get("secret") != "", index: []int{i, j},
				min: f.Tag.Get("min"), max: f.Tag.Get("max"), zero: f.Tag.Get("zero") != "", name: f.Tag.Get("name") != "",
			}
			if choices := f.Tag.Get("oneof"); choices != "" {
				s.oneof = strings.Split(choices, "|")
			}
			all = append(all, s)
		}
	}
	return all
}

// findSetting returns the setting of a path.
func findSetting(path string) (setting, bool) {
	all := settings()
	i := slices.IndexFunc(all, func(s setting) bool { return s.path == path })
	if i < 0 {
		return setting{}, false
	}
	return all[i], true
}

// env is the variable of the setting.
func (s setting) env() string {
	return "GLEANER_" + strings.ToUpper(strings.ReplaceAll(s.path, ".", "_"))
}

func (s setting) field(c *Config) reflect.Value {
	return reflect.ValueOf(c).Elem().FieldByIndex(s.index)
}

// set reads a value as it is written in a variable or flag; lists are
// separated by commas.
func (s setting) set(c *Config, text string) error {
	if s.oneof != nil && !slices.Contains(s.oneof, text) {
		return fmt.Errorf("%q is none of %s", text, strings.Join(s.oneof, ", "))
	}
	field := s.field(c)
	switch field.Interface().(type) {
	case string:
		if s.name && !jetstream.ValidName(text) {
			return fmt.Errorf("%q is no name of a consumer: use letters, digits, - and _, such as reread-2", text)
		}
		field.SetString(text)
	case []string:
		return s.setList(c, strings.Split(text, ","))
	case bool:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		field.SetBool(on)
	case time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return fmt.Errorf("%q is no duration: write it like 30s, 5m or 1h30m", text)
		}
		field.SetInt(int64(d))
	default:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return fmt.Errorf("%q is no whole number of 0 or more", text)
		}
		field.SetInt(n)
	}
	return s.bounded(text, field)
}

// bounded says when a value that was set is outside of the bounds.
func (s setting) bounded(text string, value reflect.Value) error {
	bound := func(limit string) int64 {
		if d, err := time.ParseDuration(limit); err == nil {
			return int64(d)
		}
		n, err := strconv.ParseInt(limit, 10, 64)
		cobra.CheckErr(err) // of Config itself
		return n
	}
	switch {
	case s.zero && value.Int() == 0:
		return nil
	case s.zero && value.Int() < bound(s.min):
		return fmt.Errorf("%q is too small: the least is %s, or 0 for no bound", text, s.min)
	case s.min != "" && value.Int() < bound(s.min):
		return fmt.Errorf("%q is too small: the least is %s", text, s.min)
	case s.max != "" && value.Int() > bound(s.max):
		return fmt.Errorf("%q is too large: the most is %s", text, s.max)
	}
	return nil
}

func (s setting) setList(c *Config, values []string) error {
	field := s.field(c)
	if _, ok := field.Interface().([]string); !ok {
		return fmt.Errorf("one value is wanted, not a list")
	}
	var list []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	field.Set(reflect.ValueOf(list))
	return nil
}

// get writes the value so that set reads it again.
func (s setting) get(c *Config) string {
	switch v := s.field(c).Interface().(type) {
	case []string:
		return strings.Join(v, ",")
	case time.Duration:
		return shortDuration(v)
	default:
		return fmt.Sprint(v)
	}
}

// shortDuration leaves out zero minutes and seconds: 30s, 5m, 720h.
func shortDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// settingFlag is the flag of a setting; it checks values as they are given.
type settingFlag struct {
	setting
	text  string
	given bool
}

func (f *settingFlag) String() string { return f.text }

func (f *settingFlag) Type() string {
	switch f.field(&Config{}).Interface().(type) {
	case time.Duration:
		return "duration"
	case string:
		return "text"
	case []string:
		return "list"
	case bool:
		return "bool"
	}
	return "number"
}

func (f *settingFlag) Set(text string) error {
	if err := f.set(&Config{}, text); err != nil {
		return err
	}
	if f.given && f.Type() == "list" {
		text = f.text + "," + text
	}
	f.text, f.given = text, true
	return nil
}

// addSettings gives the command flags for settings: "worker" for a whole
// section, "engine.name" for one.
func addSettings(cmd *cobra.Command, flags *pflag.FlagSet, wanted ...string) {
	defaults := defaultConfig()
	for _, s := range settings() {
		section, _, _ := strings.Cut(s.path, ".")
		if s.flag == "" || !slices.Contains(wanted, section) && !slices.Contains(wanted, s.path) {
			continue
		}
		value := &settingFlag{setting: s, text: s.get(&defaults)}
		flag := flags.VarPF(value, s.flag, "", s.doc)
		if value.Type() == "bool" {
			flag.NoOptDefVal = "true"
		}
		if s.oneof != nil {
			cobra.CheckErr(cmd.RegisterFlagCompletionFunc(s.flag, cobra.FixedCompletions(s.oneof, cobra.ShellCompDirectiveNoFileComp)))
		}
	}
}
