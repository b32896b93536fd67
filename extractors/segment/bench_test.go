package segment

import (
	"context"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

// article is invented news of the usual mix.
const article = `Acme Corp wins $1.5bn order from Brazil's navy

Acme Corp said on Tuesday it had won a $1.5bn (£1.1bn) order from Brazil's navy, its largest since 1998. "We're very pleased," chief executive Jane Roe told the Daily Example. The U.S.-based company, which employs 12,500 people, didn't say when the first ship would be delivered.

Rival Bolt & Sons Ltd. had also hoped to win the contract; its shares fell 9% in early trading. Analysts at Example Bank, who had expected a long-running legal fight, cut their price target to €12.40 from €15.00. More at https://example.com/news/acme-brazil.

The deal is expected to close by Sept. 30, subject to approval by Anatel and other regulators. Mr. Roe's predecessor, Dr. J. A. Doe, resigned in 2019 after a five-year investigation.
`

func BenchmarkApply(b *testing.B) {
	text := strings.Repeat(article, 5)
	stage := New()
	tokens := 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := doc.New(context.Background())
		d.Text = text
		if err := stage.Apply(d); err != nil {
			b.Fatal(err)
		}
		tokens += len(d.Tokens)
		d.Release()
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkLength shows that the time is linear in the length.
func BenchmarkLength(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"1kB", 1 << 10}, {"32kB", 32 << 10}, {"1MB", 1 << 20}, {"5MB", 5 << 20}} {
		text := strings.Repeat(article, size.bytes/len(article)+1)
		b.Run(size.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				d := doc.New(context.Background())
				d.Text = text
				if err := New().Apply(d); err != nil {
					b.Fatal(err)
				}
				d.Release()
			}
		})
	}
}
