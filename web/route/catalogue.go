package route

// Catalogue is what the operator sells: its list of products.
func Catalogue(key string) string { return Account(key) + "/catalogue" }

// Products are all products; new ones are sent there.
func Products(key string) string { return Catalogue(key) + "/products" }

// NewProduct is the form that adds one; its rows change there.
func NewProduct(key string) string { return Products(key) + "/new" }

// Product is one product.
func Product(key, product string) string { return Products(key) + "/" + product }

// ProductRows shows its form with a row more, less or elsewhere.
func ProductRows(key, product string) string { return Product(key, product) + "/rows" }

// ProductSale offers it or withdraws it from sale.
func ProductSale(key, product string) string { return Product(key, product) + "/sale" }

// Locations are all locations; new ones are sent there.
func Locations(key string) string { return Catalogue(key) + "/locations" }

// NewLocation is the form that adds one; its rows change there.
func NewLocation(key string) string { return Locations(key) + "/new" }

// Location is one location.
func Location(key, location string) string { return Locations(key) + "/" + location }

// LocationRows shows its form with a zone more or less.
func LocationRows(key, location string) string { return Location(key, location) + "/rows" }

// LocationSale opens it to new services or closes it to them.
func LocationSale(key, location string) string { return Location(key, location) + "/sale" }

// CatalogueMarkets are all markets; new ones are sent there.
func CatalogueMarkets(key string) string { return Catalogue(key) + "/markets" }

// NewCatalogueMarket is the form that adds one.
func NewCatalogueMarket(key string) string { return CatalogueMarkets(key) + "/new" }

// CatalogueMarket is one market.
func CatalogueMarket(key, market string) string { return CatalogueMarkets(key) + "/" + market }

// CatalogueMarketSale lets it be enabled, or not any more.
func CatalogueMarketSale(key, market string) string { return CatalogueMarket(key, market) + "/sale" }

// Clouds are all clouds; new ones are sent there.
func Clouds(key string) string { return Catalogue(key) + "/clouds" }

// NewCloud is the form that adds one.
func NewCloud(key string) string { return Clouds(key) + "/new" }

// Cloud is one cloud.
func Cloud(key, cloud string) string { return Clouds(key) + "/" + cloud }

// CloudSale opens it to new connections or closes it to them.
func CloudSale(key, cloud string) string { return Cloud(key, cloud) + "/sale" }
