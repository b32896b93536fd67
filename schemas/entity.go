package schemas

// EntityType is the kind of a named thing.
type EntityType string

// The entity types.
const (
	Organization EntityType = "organization"
	Person       EntityType = "person"
	GPE          EntityType = "gpe"
	Location     EntityType = "location"
	Product      EntityType = "product"
)

// EntityTypes lists every entity type in the order of the documentation.
func EntityTypes() []EntityType {
	return []EntityType{Organization, Person, GPE, Location, Product}
}

// Entity is one organization, person, place or product of an article.
type Entity struct {
	// ID is the linked id where there is one, else a hash of type and
	// normalized name: the same organization in two articles has one id.
	ID   string     `json:"id"`
	Type EntityType `json:"type"`
	// Name is the fullest form in the article.
	Name string `json:"name"`
	// Aliases are the other forms that occur in the article.
	Aliases []string `json:"aliases,omitempty"`
	// Links are identifiers elsewhere by scheme: ticker, iso3166, geonames, qid.
	Links map[string]string `json:"links,omitempty"`
	// Salience is how much the article is about it, 0 to 1.
	Salience float64 `json:"salience"`
	// Mentions are where it is named, in order.
	Mentions []EntityMention `json:"mentions"`
	// MentionCount is how often it is named, where Mentions lists fewer: see EventRecord.
	MentionCount int `json:"mention_count,omitempty"`
}

// EntityMention is one place where an entity is named.
type EntityMention struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	// Sentence is the index of the sentence, from 0.
	Sentence int `json:"sentence"`
}
