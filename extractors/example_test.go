package extractors_test

import (
	"context"
	"fmt"

	"gleaner/extractors"
	"gleaner/schemas"
)

// The engine is opened once and then shared by all goroutines.
func ExampleEngine_Extract() {
	engine, err := extractors.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := engine.Extract(context.Background(), &schemas.Article{
		ID:          "example",
		Text:        "The United States banned Huawei from its networks last week, Reuters reported.",
		PublishedAt: "2026-11-23",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range x.Events {
		fmt.Println(e.Type, e.Status, "by the word", e.Trigger.Text)
	}
	// Output:
	// ban actual by the word banned
}

// A stage that needs what none before it adds is refused.
func ExampleNew() {
	engine, err := extractors.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = extractors.New(engine.Stages()[1])
	fmt.Println(err)
	// Output:
	// stage segment needs text, which no stage before it adds
}
