package values

var currencySigns = map[string]string{
	"$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₦": "NGN",
	"rs": "INR", "rm": "MYR", "rs.": "INR", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "r$": "BRL",
	"au$": "AUD", "ca$": "CAD", "â£": "GBP", "â€": "EUR", "tk": "BDT", "le": "EGP", "l.e": "EGP", "l.e.": "EGP", "e£": "EGP", "dlr": "USD", "dlrs": "USD",
}

// dollars are the letters before a dollar sign.
var dollars = map[string]string{
	"us": "USD", "u.s.": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "hk": "HKD", "nz": "NZD", "s": "SGD", "nt": "TWD", "r": "BRL",
}

var currencyCodes = map[string]bool{
	"usd": true, "eur": true, "gbp": true, "jpy": true, "cny": true, "rmb": true, "inr": true, "aud": true, "cad": true, "chf": true, "hkd": true,
	"sgd": true, "nzd": true, "sek": true, "nok": true, "dkk": true, "krw": true, "rub": true, "brl": true, "mxn": true, "zar": true, "myr": true,
	"php": true, "thb": true, "idr": true, "aed": true, "sar": true, "egp": true, "ngn": true, "kes": true, "pkr": true, "bdt": true, "twd": true, "ils": true,
	"kwd": true, "qar": true, "omr": true, "bhd": true, "jod": true, "lbp": true, "pln": true, "czk": true, "huf": true, "vnd": true, "ghs": true, "mnt": true, "uah": true, "bgn": true, "ron": true,
}

var currencyWords = map[string]string{
	"dollar": "USD", "dollars": "USD", "dlr": "USD", "dlrs": "USD", "buck": "USD", "bucks": "USD", "pound": "GBP", "pounds": "GBP", "stg": "GBP", "quid": "GBP",
	"euro": "EUR", "euros": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "rupees": "INR", "won": "KRW", "ruble": "RUB", "rubles": "RUB",
	"rouble": "RUB", "roubles": "RUB", "rand": "ZAR", "baht": "THB", "ringgit": "MYR", "ringgits": "MYR",
	"lira": "TRY", "liras": "TRY", "reais": "BRL", "shekel": "ILS", "shekels": "ILS", "naira": "NGN",
	"rupiah": "IDR", "zloty": "PLN", "taka": "BDT", "dong": "VND",
	"marks": "DEM", "mark": "DEM", "guilders": "NLG", "cedis": "GHS", "tugrik": "MNT", "tugriks": "MNT", "hryvnia": "UAH", "hryvnias": "UAH", "forints": "HUF",
}

// pence are the names of hundredths that make a sum of their own.
var pence = map[string]string{
	"pence": "GBP", "penny": "GBP", "p": "GBP", "cent": "USD", "cents": "USD", "cts": "USD", "pennies": "USD", "c": "USD", "¢": "USD",
}

// coins are the names of hundredths behind a sum.
var coins = map[string]bool{
	"pence": true, "p": true, "cent": true, "cents": true, "c": true, "¢": true, "sen": true, "sens": true, "paise": true,
	"kopeks": true, "kopiykas": true, "centimes": true, "centavos": true,
}

// currencyPrefixes are names that also stand before the number.
var currencyPrefixes = map[string]string{"ringgit": "MYR", "rupees": "INR", "naira": "NGN"}

// currencyTails are signs that also stand behind the number.
var currencyTails = map[string]bool{"$": true, "€": true, "£": true, "us$": true, "¥": true, "rm": true, "le": true, "l.e": true, "l.e.": true}

// nationalCurrencies are names of two words.
var nationalCurrencies = map[string]string{
	"us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "u.s. dlrs": "USD", "canadian dollars": "CAD", "canadian dlrs": "CAD",
	"australian dollars": "AUD", "australian dlrs": "AUD", "singapore dollars": "SGD", "singapore dlrs": "SGD", "taiwan dollars": "TWD",
	"swiss francs": "CHF", "french francs": "FRF", "belgian francs": "BEF", "swedish crowns": "SEK", "swedish kronor": "SEK", "danish crowns": "DKK", "danish kroner": "DKK",
	"norwegian crowns": "NOK", "norwegian kroner": "NOK", "british pounds": "GBP", "pounds sterling": "GBP", "egyptian pounds": "EGP", "lebanese pounds": "LBP",
	"pakistani rupees": "PKR", "pakistan rupees": "PKR", "indian rupees": "INR", "philippine pesos": "PHP", "argentine pesos": "ARS", "chilean pesos": "CLP", "colombian pesos": "COP",
	"malaysian ringgit": "MYR", "turkish lira": "TRY", "israeli shekels": "ILS", "saudi riyals": "SAR", "kuwaiti dinars": "KWD", "jordanian dinars": "JOD", "japanese yen": "JPY",
	"german marks": "DEM", "deutsche marks": "DEM", "chinese yuan": "CNY", "kuwaiti dinar": "KWD", "qatari riyals": "QAR", "saudi riyal": "SAR", "malaysia ringgit": "MYR", "malaysia ringgits": "MYR", "malaysian ringgits": "MYR", "russian roubles": "RUB", "russian rubles": "RUB", "cfa francs": "", "cfa franc": "",
}

// sharedCurrencies are names of the currencies of several countries, by the
// words that tell which country is meant.
var sharedCurrencies = func() map[string]map[string]string {
	dinar := map[string]string{
		"kuwait": "KWD", "kuwaiti": "KWD", "iraq": "IQD", "iraqi": "IQD", "baghdad": "IQD", "jordan": "JOD", "jordanian": "JOD", "bahrain": "BHD",
		"bahraini": "BHD", "libya": "LYD", "libyan": "LYD", "tunisia": "TND", "tunisian": "TND", "algeria": "DZD", "algerian": "DZD",
		"serbia": "RSD", "serbian": "RSD", "yugoslavia": "YUM", "yugoslav": "YUM", "belgrade": "RSD",
	}
	riyal := map[string]string{
		"saudi": "SAR", "riyadh": "SAR", "qatar": "QAR", "qatari": "QAR", "doha": "QAR", "iran": "IRR", "iranian": "IRR", "tehran": "IRR",
		"oman": "OMR", "omani": "OMR", "yemen": "YER", "yemeni": "YER",
	}
	dirham := map[string]string{
		"uae": "AED", "dubai": "AED", "emirates": "AED", "emirati": "AED", "dhabi": "AED", "morocco": "MAD", "moroccan": "MAD",
	}
	franc := map[string]string{
		"switzerland": "CHF", "swiss": "CHF", "zurich": "CHF", "geneva": "CHF", "france": "FRF", "french": "FRF", "paris": "FRF",
		"belgium": "BEF", "belgian": "BEF", "brussels": "BEF",
	}
	peso := map[string]string{
		"mexico": "MXN", "mexican": "MXN", "philippines": "PHP", "philippine": "PHP", "manila": "PHP", "argentina": "ARS", "argentine": "ARS",
		"chile": "CLP", "chilean": "CLP", "colombia": "COP", "colombian": "COP", "cuba": "CUP", "cuban": "CUP", "uruguay": "UYU",
	}
	crown := map[string]string{
		"sweden": "SEK", "swedish": "SEK", "stockholm": "SEK", "norway": "NOK", "norwegian": "NOK", "oslo": "NOK", "denmark": "DKK",
		"danish": "DKK", "copenhagen": "DKK", "czech": "CZK", "prague": "CZK", "iceland": "ISK", "icelandic": "ISK",
	}
	shilling := map[string]string{
		"kenya": "KES", "kenyan": "KES", "nairobi": "KES", "uganda": "UGX", "ugandan": "UGX", "tanzania": "TZS", "tanzanian": "TZS", "somali": "SOS",
		"austria": "ATS", "austrian": "ATS",
	}
	return map[string]map[string]string{
		"dinar": dinar, "dinars": dinar, "riyal": riyal, "riyals": riyal, "rial": riyal, "rials": riyal, "dirham": dirham, "dirhams": dirham,
		"franc": franc, "francs": franc, "peso": peso, "pesos": peso, "crowns": crown, "krona": crown, "kronor": crown, "krone": crown,
		"kroner": crown, "shillings": shilling, "shilling": shilling, "schillings": shilling,
	}
}()
