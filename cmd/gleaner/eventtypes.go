package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/extractors/events"
	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// eventTypes lists the types that have a definition in this binary.
func eventTypes() []string {
	definitions, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		return nil // a test holds that the embedded ones load
	}
	var types []string
	for _, d := range definitions.All() {
		types = append(types, d.Type)
	}
	return types
}

// doubtTypes warns of types that nothing here knows; workers may know more.
func doubtTypes(stderr io.Writer, filter jetstream.TailFilter) {
	known := eventTypes()
	if filter.Entities && !filter.Events {
		known = nil
		for _, t := range schemas.EntityTypes() {
			known = append(known, string(t))
		}
	}
	for _, t := range filter.Types {
		if slices.Contains(known, t) {
			continue
		}
		advice := "it is watched all the same, for a worker may have definitions of its own"
		if near := nearest(t, known); near != "" {
			advice = "did you mean " + near + "?"
		}
		fmt.Fprintf(stderr, "gleaner: warning: no type %q is defined here; %s\n", t, advice)
	}
}

// completeTypes completes a list of types separated by commas.
func completeTypes(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	done := typed[:strings.LastIndex(typed, ",")+1]
	var all []string
	for _, t := range eventTypes() {
		if !slices.Contains(strings.Split(done, ","), t) {
			all = append(all, done+t)
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
