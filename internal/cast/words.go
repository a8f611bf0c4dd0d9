package cast

import (
	"strconv"
	"strings"
)

// The words that names of invented companies are made of. No word is in two lists.
var (
	leads = strings.Fields(`Acacia Alpine Amber Anchor Anvil Apex Arrow Ashgrove Aster Atlas Aurora Azure Badger Bamboo Banyan Basalt
		Beacon Bellbird Birch Blackwood Blossom Bluestone Bolt Boomerang Boulder Bramble Breeze Brightwater Brolga Buttress Cairn Camellia
		Candle Canopy Caravel Cardinal Cascara Cedar Chalk Chestnut Cinder Citrine Clover Coastline Cobbler Comet Compass Condor Coral Cormorant
		Corner Crescent Crimson Currawong Cypress Daffodil Damson Delphi Dewdrop Dogwood Dovetail Driftwood Dune Eagle Echo Eider Elderflower
		Elm Emerald Equinox Eucalypt Evergreen Falcon Fern Finch Firefly Flagstone Flint Foxglove Galleon Garnet Gecko Gentian Geyser Ginkgo
		Glacier Goldfinch Granite Grebe Greenfield Griffin Halcyon Hazel Heather Heron Hibiscus Highland Hollow Honeyeater Horizon Ibis Indigo
		Inlet Ivory Jackdaw Jacaranda Jasmine Jasper Jetty Jonquil Keel Keystone Kingfisher Kite Kowhai Lagoon Larch Lark Laurel Lavender
		Ledger Lighthouse Lilac Limestone Linden Lotus Magnolia Magpie Mallee Mangrove Maple Marigold Marlin Meadow Meridiem Merlin Mirabelle
		Mistral Monarch Moonstone Mulberry Myrtle Nautilus Nightjar Nimbus Northstar Nutmeg Oasis Obsidian Onyx Orchid Oriole Osprey Otter
		Palisade Paperbark Pebble Pelican Petrel Pinnacle Plover Poplar Prism Quail Quarry Quartz Quill Rampart Raven Reef Ridgeline Robin
		Rosella Rowan Saffron Sandpiper Sapphire Seagrass Sentinel Sequoia Shearwater Silverleaf Skylark Slate Snowgum Sparrow Spinifex Spruce
		Starling Stonefish Summit Sundial Swallow Swift Sycamore Talon Tamarind Teal Tempest Thistle Thornbill Tidemark Topaz Trellis Trident
		Tulip Turquoise Umber Upland Valley Verdant Vermilion Violet Vista Waratah Waterfall Waxwing Wedgetail Whistler Wildflower Willow
		Windmill Wisteria Woodlark Yarrow Zenith Zinnia Ålesund Café Élan Ngaio Pōhutukawa Señorial Über Żubr`)
	trades = strings.Fields(`Accountants Advisory Aerospace Agriculture Analytics Apparel Architects Automation Bakery Batteries Biotech
		Brewing Broadcasting Builders Capital Cardiology Catering Ceramics Chemicals Childcare Civil Clinics Cloudworks Coatings Coffee Components
		Composites Consulting Couriers Cranes Credit Dairy Data Dental Design Diagnostics Distilling Drilling Drones Education Electrical Electronics
		Engineering Events Eyewear Fabrication Fertility Finance Fisheries Fitness Flooring Forestry Foundry Freight Furniture Games Genomics Glass
		Grains Hardware Haulage Horticulture Hospitality Hydraulics Imaging Insurance Interiors Irrigation Joinery Kitchens Laboratories Landscapes
		Laundry Lawyers Leather Lending Lifts Lighting Livestock Logistics Machining Maritime Marketing Materials Media Medical Metals Microscopy
		Milling Mining Motors Museums Nurseries Oncology Optics Outdoors Packaging Paper Pathology Payments Pharmacy Photonics Physio Plastics Plumbing
		Poultry Power Precision Press Printing Produce Property Publishing Radiology Railways Recruitment Recycling Refrigeration Rentals Research Robotics
		Roofing Rubber Safety Scaffolding Schools Seafood Security Semiconductors Shipping Signage Software Solar Spirits Sports Steel Storage Studios
		Surveying Telehealth Textiles Theatres Timber Tools Tourism Trading Training Transport Travel Turbines Upholstery Vaccines Valves Ventures
		Veterinary Video Vineyards Warehousing Watches Water Welding Wholesale Windows Wireless Wool`)
	towns = strings.Fields(`Adelaide Albury Armidale Ballarat Bathurst Bendigo Brisbane Broome Bunbury Bundaberg Burnie Cairns Canberra Ceduna Cessnock
		Darwin Devonport Dubbo Echuca Fremantle Geelong Geraldton Gladstone Goulburn Grafton Gympie Hobart Horsham Kalgoorlie Katherine Launceston Lismore
		Lithgow Mackay Maitland Mandurah Maryborough Melbourne Mildura Moree Nelson Newcastle Nowra Orange Parramatta Perth Queanbeyan Rockhampton Sale
		Shepparton Sydney Tamworth Taree Toowoomba Townsville Traralgon Wangaratta Warrnambool Whyalla Wodonga Wollongong Auckland Dunedin Napier
		Tauranga Wellington Whangārei`)
	forms = []string{"Pty Ltd", "Ltd", "Group", "Co", "Trust", "Holdings", "Partners", "Cooperative"}
)

// companies is how many different names there are before they are numbered.
var companies = int64(len(leads)) * int64(len(trades)) * int64(len(towns)) * int64(len(forms))

// step is a prime, so that neighbours in the row of companies do not look alike.
const step = 15485863

// companyName is the nth name of an invented company; no two are the same.
func companyName(n int64) string {
	i := n % companies * step % companies
	lead := leads[i%int64(len(leads))]
	i /= int64(len(leads))
	trade := trades[i%int64(len(trades))]
	i /= int64(len(trades))
	town := towns[i%int64(len(towns))]
	form := forms[i/int64(len(towns))]
	name := lead + " " + trade + " " + town + " " + form
	switch n % 3 {
	case 1:
		name = town + " " + lead + " " + trade + " " + form
	case 2:
		name = lead + " " + trade + " (" + town + ") " + form
	}
	if round := n / companies; round > 0 {
		name += " " + strconv.FormatInt(round+1, 10)
	}
	return name
}
