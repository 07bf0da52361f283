//! What of a URL stays the same from one scan to the next, and from one scanner to another.

use crate::model::Location;

/// Where a web finding is, taken apart. Parts that were not said are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// Method, upper case.
    pub method: String,
    /// Host and port, lower case, without the port that the scheme implies.
    pub host: String,
    /// Path with changing parts replaced by `{}`, without a slash at its end; `/` for the root.
    pub path: String,
    /// Names in the query, sorted.
    pub query: Vec<String>,
    /// Parameter, header or cookie attacked.
    pub parameter: String,
}

impl Endpoint {
    /// Takes apart what [`endpoint`] wrote.
    pub fn parse(text: &str) -> Self {
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        let is_method = !first.is_empty() && first.bytes().all(|it| it.is_ascii_uppercase());
        let (method, rest) = if is_method { (first, rest) } else { ("", text) };
        let (url, parameter) = rest.split_once(' ').unwrap_or((rest, ""));
        let (start, query) = url.split_once('?').unwrap_or((url, ""));
        let (host, path) = split_host(start);
        Self {
            method: method.to_owned(),
            host,
            path,
            query: query
                .split('&')
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            parameter: parameter.to_owned(),
        }
    }
}

fn split_host(url: &str) -> (String, String) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = if scheme.is_empty() && !url.starts_with("//") {
        ("", rest)
    } else {
        rest.split_at_checked(at).unwrap_or((rest, ""))
    };
    let host = host.to_ascii_lowercase();
    let implied = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => "",
    };
    let host = host.strip_suffix(implied).unwrap_or(&host);
    let path = path.trim_end_matches('/');
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    (host.to_owned(), path)
}

/// Method, templated URL and parameter of a finding with a URL; empty for others.
pub fn endpoint(place: &Location) -> String {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    match &place.url {
        Some(url) => {
            let url = templated(url).replace(' ', "%20");
            let parts = [text(&place.method), url, text(&place.parameter)];
            parts.join(" ").trim().to_owned()
        }
        None => String::new(),
    }
}

/// A URL whose changing parts are replaced: numbers and hashes in the path, values of the query.
pub fn templated(url: &str) -> String {
    let (rest, query) = url.split_once('?').unwrap_or((url, ""));
    let rest = rest.split('#').next().unwrap_or_default();
    let mut out: Vec<&str> = Vec::new();
    for part in rest.split('/') {
        let long_hex =
            part.len() >= 16 && part.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
        let number = !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        out.push(if number || long_hex { "{}" } else { part });
    }
    let query = query.split('#').next().unwrap_or_default();
    let mut names: Vec<&str> = query
        .split('&')
        .filter_map(|it| it.split('=').next())
        .filter(|it| !it.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    format!(
        "{}?{}",
        out.join("/").trim_end_matches('/'),
        names.join("&")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_lose_what_changes() {
        assert_eq!(templated("https://x/a/42/?b=1&a=2#z"), "https://x/a/{}?a&b");
        assert_eq!(templated("https://x/a/7?a=9&b=2"), "https://x/a/{}?a&b");
    }

    #[test]
    fn an_endpoint_is_taken_apart_again() {
        let place = Location {
            url: Some("http://Shop.test:80/a/7/?q=1".into()),
            method: Some("GET".into()),
            parameter: Some("q".into()),
            ..Location::default()
        };
        let got = Endpoint::parse(&endpoint(&place));
        assert_eq!(
            (&*got.method, &*got.host, &*got.path),
            ("GET", "shop.test", "/a/{}")
        );
        assert_eq!((got.query, &*got.parameter), (vec!["q".to_owned()], "q"));
        let root = Endpoint::parse("https://shop.test?");
        assert_eq!((&*root.host, &*root.path), ("shop.test", "/"));
        assert_eq!(Endpoint::parse("/a/b").path, "/a/b");
    }
}
