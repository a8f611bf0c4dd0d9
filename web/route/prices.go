package route

// Prices are the price books of all markets.
func Prices(key string) string { return Account(key) + "/prices" }

// PriceBook is the price book of a market.
func PriceBook(key, market string) string { return Prices(key) + "/markets/" + market }

// PriceSheet is what a price book says of one product.
func PriceSheet(key, market, product string) string {
	return PriceBook(key, market) + "/products/" + product
}

// PriceCopy sets the prices of a market to those of another.
func PriceCopy(key, market string) string { return PriceBook(key, market) + "/copy" }

// PriceExport is a price book as a CSV file.
func PriceExport(key, market string) string { return PriceBook(key, market) + "/export" }

// PriceImport sets the prices of a market to those of a CSV file.
func PriceImport(key, market string) string { return PriceBook(key, market) + "/import" }

// Discounts are what terms take from prices.
func Discounts(key string) string { return Prices(key) + "/discounts" }

// Codes are the promotional codes.
func Codes(key string) string { return Prices(key) + "/codes" }

// NewCode is the form that makes a promotional code.
func NewCode(key string) string { return Codes(key) + "/new" }

// Code is one promotional code.
func Code(key, code string) string { return Codes(key) + "/" + code }

// CodeEnd ends a promotional code.
func CodeEnd(key, code string) string { return Code(key, code) + "/end" }

// AccountPrices are the prices of single accounts.
func AccountPrices(key string) string { return Prices(key) + "/accounts" }

// NewAccountPrice is the form that gives an account a price of its own.
func NewAccountPrice(key string) string { return AccountPrices(key) + "/new" }

// AccountPriceEnd ends one.
func AccountPriceEnd(key, special string) string { return AccountPrices(key) + "/" + special + "/end" }
