package mail

import "github.com/a-h/templ"

// Mail programs read styles at each part only. The classes beside them are for
// those that also know a dark scheme.
const (
	font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"

	ground  templ.SafeCSS = "margin:0;padding:24px 0;background-color:#f4f5f6;color:#181d24;" + font + "font-size:16px;line-height:24px;-webkit-text-size-adjust:100%;"
	hidden  templ.SafeCSS = "display:none;max-height:0;overflow:hidden;opacity:0;"
	sheet   templ.SafeCSS = "max-width:536px;margin:0 auto;padding:28px 32px 32px;background-color:#ffffff;border-top:3px solid #1f5390;overflow-wrap:anywhere;"
	brand   templ.SafeCSS = "margin:0 0 28px;font-size:16px;line-height:24px;font-weight:600;"
	mark    templ.SafeCSS = "display:inline-block;width:24px;height:24px;margin-right:10px;border-radius:3px;background-color:#1f5390;color:#ffffff;text-align:center;font-size:14px;"
	heading templ.SafeCSS = "margin:0 0 16px;font-size:22px;line-height:28px;font-weight:600;letter-spacing:-0.01em;"
	text    templ.SafeCSS = "margin:0 0 16px;"
	press   templ.SafeCSS = "margin:24px 0 16px;"
	button  templ.SafeCSS = "display:inline-block;padding:12px 20px;border-radius:5px;background-color:#1f5390;color:#ffffff;font-weight:600;line-height:22px;text-decoration:none;"
	small   templ.SafeCSS = "margin:0 0 24px;font-size:14px;line-height:20px;color:#4a5059;"
	link    templ.SafeCSS = "color:#185295;"
	quote   templ.SafeCSS = "margin:0 0 24px;padding:2px 0 2px 14px;border-left:3px solid #bfc4c9;"
	code    templ.SafeCSS = "margin:0 0 24px;padding:12px 16px;border:1px solid #7d848b;border-radius:5px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:24px;line-height:32px;letter-spacing:0.12em;"
	table   templ.SafeCSS = "width:100%;margin:0 0 24px;border-collapse:collapse;border-top:1px solid #e0e3e6;font-size:14px;line-height:20px;"
	label   templ.SafeCSS = "width:120px;padding:8px 12px 8px 0;border-bottom:1px solid #e0e3e6;color:#4a5059;font-weight:400;text-align:left;vertical-align:top;"
	value   templ.SafeCSS = "padding:8px 0;border-bottom:1px solid #e0e3e6;vertical-align:top;"
	foot    templ.SafeCSS = "margin:40px 0 0;font-size:13px;line-height:20px;color:#626870;"
)
