package resolve

// gender is what a name, title or pronoun tells of a person.
type gender uint8

const (
	unknown gender = iota
	female
	male
)

// honorificGender reads the word before a name.
func honorificGender(lower string) gender {
	switch lower {
	case "mr", "mr.", "sir", "lord", "king", "prince", "father":
		return male
	case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "dame", "sister":
		return female
	}
	return unknown
}

// genderOf reads a given name in normal form.
func (s *Stage) genderOf(given string) gender { return givenNames[given] }

// givenNames are frequent given names that one gender bears almost always.
var givenNames = func() map[string]gender {
	names := make(map[string]gender, len(maleNames)+len(femaleNames))
	for _, n := range maleNames {
		names[n] = male
	}
	for _, n := range femaleNames {
		names[n] = female
	}
	return names
}()

var maleNames = []string{
	"aaron", "abdul", "abdullah", "adam", "adrian", "ahmed", "alan", "albert", "alexander", "alfred", "ali", "allen", "amir", "andre", "andreas", "andrew",
	"andy", "anthony", "antonio", "arthur", "barack", "barry", "ben", "benjamin", "bernard", "bernie", "bill", "bob", "boris", "brad", "brian", "bruce", "bryan", "carl",
	"carlos", "charles", "chris", "christian", "christopher", "colin", "craig", "dan", "daniel", "dave", "david", "dennis", "derek", "diego", "dmitry", "don",
	"donald", "doug", "douglas", "edward", "elon", "emmanuel", "eric", "ernest", "eugene", "fernando", "francis", "francisco", "frank", "fred", "gary", "geoffrey", "george",
	"gerald", "gordon", "graham", "greg", "gregory", "harold", "harry", "hassan", "henry", "howard", "hugh", "hugo", "ian", "ibrahim", "ivan", "jack",
	"jacob", "jake", "james", "jason", "javier", "jeff", "jeffrey", "jeremy", "jim", "jimmy", "joe", "joel", "john", "johnny", "jonathan", "jose", "joseph",
	"josh", "joshua", "juan", "julian", "justin", "karl", "keith", "ken", "kenneth", "kevin", "kyle", "larry", "lars", "lawrence", "leo", "leonard", "lewis", "louis", "luis",
	"luke", "manuel", "marco", "marcus", "mario", "mark", "martin", "matt", "matthew", "max", "michael", "miguel", "mike", "mohamed", "mohammad", "mohammed",
	"muhammad", "narendra", "nathan", "neil", "nicholas", "nick", "nigel", "oliver", "omar", "oscar", "patrick", "paul", "pedro", "pete", "peter", "phil", "philip", "philippe", "pierre",
	"rafael", "ralph", "ray", "raymond", "recep", "richard", "rick", "rob", "robert", "roberto", "rodrigo", "roger", "ron", "ronald", "roy", "russell", "ryan", "salman",
	"samuel", "scott", "sean", "sebastian", "sergei", "shane", "silvio", "simon", "stanley", "stefan", "stephen", "steve", "steven", "stuart", "ted", "terry", "theodore", "thomas", "tim", "timothy",
	"toby", "todd", "tom", "tommy", "tony", "trevor", "victor", "viktor", "vincent", "vladimir", "walter", "warren", "wayne", "will", "william", "wolfgang", "yusuf",
}

var femaleNames = []string{
	"abigail", "aisha", "alice", "alison", "amanda", "amber", "amelia", "amy", "angela", "anita", "ann", "anna", "anne", "annie", "barbara", "beth", "betty",
	"beverly", "brenda", "bridget", "carla", "carly", "carmen", "carol", "caroline", "catherine", "cathy", "charlotte", "cheryl", "christina", "christine", "cindy", "claire",
	"clara", "condoleezza", "cristina", "cynthia", "dana", "deborah", "debra", "denise", "diana", "diane", "donna", "doris", "dorothy", "eleanor", "elena", "elisabeth", "elizabeth",
	"ella", "ellen", "emily", "emma", "erica", "erin", "esther", "eva", "evelyn", "fatima", "fiona", "florence", "frances", "gabriela", "gina", "gloria", "grace", "hannah",
	"heather", "heidi", "helen", "hillary", "holly", "indira", "ingrid", "irene", "isabel", "isabella", "jacinda", "jackie", "jacqueline", "jane", "janet", "janice", "jean", "jennifer",
	"jenny", "jessica", "jill", "joan", "joanna", "joanne", "josephine", "joyce", "judith", "judy", "julia", "julie", "karen", "kate", "katherine", "kathleen",
	"kathryn", "kathy", "katie", "kimberly", "kirsten", "kristen", "laura", "lauren", "leila", "liliana", "linda", "lisa", "liz", "lorraine", "louise", "lucia", "lucy", "lydia",
	"lynn", "madeleine", "maggie", "mandy", "margaret", "maria", "marie", "marina", "marissa", "martha", "mary", "maureen", "megan", "meghan", "melanie", "melinda", "melissa", "mercedes", "mia",
	"michelle", "miriam", "molly", "monica", "nadia", "nancy", "naomi", "natalie", "natasha", "nicole", "nicola", "nina", "nora", "olga", "olivia", "pamela", "patricia", "paula", "penny", "phoebe",
	"priyanka", "rachel", "rebecca", "renee", "rita", "rosa", "rose", "ruth", "sally", "samantha", "sandra", "sara", "sarah", "serena", "sharon", "sheila", "shirley", "silvia", "sofia", "sonia",
	"sophia", "sophie", "stella", "stephanie", "susan", "suzanne", "sylvia", "tara", "teresa", "theresa", "tina", "tracy", "ursula", "valerie", "vanessa", "venus", "vera", "veronica", "victoria",
	"virginia", "vivian", "wendy", "yvonne", "zoe",
}
