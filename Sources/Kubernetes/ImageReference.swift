/// The name of a container image: `nginx`, `registry.example.com:5000/team/app:v1@sha256:…`.
///
/// The grammar is that of github.com/distribution/reference, which the container runtimes use, with
/// the normalisation of `ParseNormalizedNamed`: what stands before the first slash is a registry
/// only if it has a dot, a colon or a capital letter, or is `localhost`; else the registry is
/// docker.io. So `localhost:5000/nginx` has a port and no tag.
package struct ImageReference: Sendable, Equatable, CustomStringConvertible {
  /// As it was written.
  package let text: String
  // Byte ranges in `text`, which is ASCII wherever it is valid. Strings are made when asked for.
  let domainRange: Range<Int>?
  let pathRange: Range<Int>
  let tagRange: Range<Int>?
  let digestRange: Range<Int>?

  package static func == (left: ImageReference, right: ImageReference) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// The registry that was written, with its port; `nil` where it is left to the default.
  package var domain: String? { domainRange.map(slice) }
  /// The path that was written, without registry, tag and digest.
  package var path: String { slice(pathRange) }
  /// `nil` where there is none, which means `latest` unless there is a digest.
  package var tag: String? { tagRange.map(slice) }
  /// Algorithm and hexadecimal digits, `sha256:…`.
  package var digest: String? { digestRange.map(slice) }

  package var hasTag: Bool { tagRange != nil }
  package var hasDigest: Bool { digestRange != nil }

  /// The registry, with the default filled in.
  package var normalizedDomain: String {
    switch domain {
    case nil: Self.defaultDomain
    case "index.docker.io": Self.defaultDomain
    case .some(let domain): domain
    }
  }

  /// The path, with the `library/` of Docker Hub's official images filled in.
  package var normalizedPath: String {
    let path = path
    return normalizedDomain == Self.defaultDomain && !path.utf8.contains(UInt8(ascii: "/"))
      ? "library/" + path : path
  }

  /// The repository with all defaults filled in: `docker.io/library/nginx`. Policies on registries
  /// match this.
  package var repository: String { normalizedDomain + "/" + normalizedPath }

  /// The whole reference with all defaults filled in, but no tag that was not written.
  package var normalized: String {
    repository + (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "")
  }

  package var description: String { text }

  /// Whether the tag is this one.
  package func isTag(_ wanted: String) -> Bool {
    guard let tagRange else { return false }
    return Bytes.equal(text.utf8Span.span.extracting(tagRange), wanted.utf8Span.span)
  }

  package static let defaultDomain = "docker.io"

  private func slice(_ range: Range<Int>) -> String {
    Bytes.string(text.utf8Span.span.extracting(range))
  }
}

/// Why a text names no image, and where in it.
package struct ImageReferenceError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case empty
    /// Blanks at an end; the API server refuses these.
    case blanks
    /// 64 hexadecimal digits, which could be an image's identifier.
    case identifier
    /// The registry is no host name, IPv4 address or IPv6 address in brackets.
    case domain
    case port
    /// A part of the path is empty or has characters that it cannot.
    case path
    case uppercase
    /// The path is longer than ``ImageReference/Limits/pathBytes``.
    case pathTooLong
    case tag
    case tagTooLong
    /// Not of the form algorithm, colon, digits.
    case digest
    /// An algorithm other than sha256, sha384 and sha512.
    case digestAlgorithm
    /// The wrong number of digits for the algorithm, or digits that are not lower-case hexadecimal.
    case digestDigits
  }

  package let reason: Reason
  /// Byte offset in the text.
  package let offset: Int

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch reason {
    case .empty: "the image is empty"
    case .blanks: "the image has blanks at an end"
    case .identifier: "the image is 64 hexadecimal digits, which is an identifier and no name"
    case .domain: "the image's registry is no host name"
    case .port: "the port of the image's registry is no number"
    case .path:
      "the image's path has parts of lower-case letters and digits, separated by . _ __ or hyphens"
    case .uppercase: "the image's path has capital letters; it must be in lower case"
    case .pathTooLong: "the image's path is longer than \(ImageReference.Limits.pathBytes) bytes"
    case .tag:
      "the image's tag has letters, digits, _ . and - only, and begins with none of . and -"
    case .tagTooLong: "the image's tag is longer than \(ImageReference.Limits.tagBytes) bytes"
    case .digest: "the image's digest is no algorithm and hexadecimal digits, as in sha256:…"
    case .digestAlgorithm: "the image's digest has an unknown algorithm; use sha256"
    case .digestDigits: "the image's digest has too few or too many digits, or wrong ones"
    }
  }
}

extension ImageReference {
  package enum Limits {
    /// Bytes of the path.
    package static let pathBytes = 255
    /// Bytes of a tag.
    package static let tagBytes = 128
  }

  package init(parsing text: String) throws(ImageReferenceError) {
    let parts = try ImageReferenceParser(text.utf8Span.span)
    self.text = text
    domainRange = parts.domain
    pathRange = parts.path
    tagRange = parts.tag
    digestRange = parts.digest
  }
}
