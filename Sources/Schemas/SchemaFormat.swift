/// A `format`: what it is called, what is said where a text is none, and how that is found out.
package struct SchemaFormat: Sendable {
  package let name: String
  /// With its article: "an IPv4 address".
  package let words: String
  /// Linear in the text.
  package let holds: @Sendable (Span<UInt8>) -> Bool

  package init(
    name: String, words: String, holds: @escaping @Sendable (Span<UInt8>) -> Bool
  ) {
    self.name = name
    self.words = words
    self.holds = holds
  }

  /// The formats that JSON Schema defines, draft 2020-12 validation §7.3.
  package static let standard: [SchemaFormat] = [
    SchemaFormat(name: "date-time", words: "a date and time such as 2025-01-31T08:30:00Z") {
      TimeFormats.isDateTime($0)
    },
    SchemaFormat(name: "date", words: "a date such as 2025-01-31") { TimeFormats.isDate($0) },
    SchemaFormat(name: "time", words: "a time such as 08:30:00Z") { TimeFormats.isTime($0) },
    SchemaFormat(name: "duration", words: "an ISO 8601 duration such as PT30S") {
      TimeFormats.isDuration($0)
    },
    SchemaFormat(name: "email", words: "an e-mail address") {
      NetworkFormats.isEmail($0, isInternational: false)
    },
    SchemaFormat(name: "idn-email", words: "an e-mail address") {
      NetworkFormats.isEmail($0, isInternational: true)
    },
    SchemaFormat(name: "hostname", words: "a host name") { HostNames.isHostname($0) },
    SchemaFormat(name: "idn-hostname", words: "a host name") {
      HostNames.isInternationalHostname($0)
    },
    SchemaFormat(name: "ipv4", words: "an IPv4 address") { NetworkFormats.isIPv4($0) },
    SchemaFormat(name: "ipv6", words: "an IPv6 address") { NetworkFormats.isIPv6($0) },
    SchemaFormat(name: "uri", words: "a URI with its scheme") {
      URIFormats.isURI($0, isInternational: false, needsScheme: true)
    },
    SchemaFormat(name: "uri-reference", words: "a URI or a relative reference") {
      URIFormats.isURI($0, isInternational: false, needsScheme: false)
    },
    SchemaFormat(name: "iri", words: "an IRI with its scheme") {
      URIFormats.isURI($0, isInternational: true, needsScheme: true)
    },
    SchemaFormat(name: "iri-reference", words: "an IRI or a relative reference") {
      URIFormats.isURI($0, isInternational: true, needsScheme: false)
    },
    SchemaFormat(name: "uri-template", words: "a URI template") { URIFormats.isTemplate($0) },
    SchemaFormat(name: "uuid", words: "a UUID") { TextFormats.isUUID($0) },
    SchemaFormat(name: "json-pointer", words: "a JSON pointer") { TextFormats.isPointer($0) },
    SchemaFormat(name: "relative-json-pointer", words: "a relative JSON pointer") {
      TextFormats.isRelativePointer($0)
    },
    SchemaFormat(name: "regex", words: "a regular expression") { TextFormats.isPattern($0) },
  ]
}
