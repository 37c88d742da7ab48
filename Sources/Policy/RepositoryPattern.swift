import Kubernetes
import Patterns

/// A pattern for where images come from: `registry.example.com/team/*`, `docker.io/library`,
/// `*.dkr.ecr.eu-west-1.amazonaws.com`.
///
/// Registry and path are held against separate patterns, so that no star in the one reaches into
/// the other: `*.example.com/*` does not let `evil.test/x.example.com/y` in. A pattern that ends
/// without a star is complete or ends before a slash: `registry.example.com/team` means
/// `registry.example.com/team/app` and not `registry.example.com/teammate/app`. What is no registry
/// by the rules of image names is a path on Docker Hub: `library/*`, `nginx`.
struct RepositoryPattern: Sendable {
  private let registry: Glob
  /// `nil` where the pattern is a registry alone, with everything in it.
  private let path: Glob?

  /// The pattern and why it is none: a clause.
  init(_ text: String) throws(RepositoryPatternError) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    let first = String(decoding: parts[0], as: UTF8.self)
    let isRegistry = first == "localhost" || first.utf8.contains { ".:*?[".utf8.contains($0) }
    let rest: String?
    if isRegistry {
      rest = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
    } else {
      rest = parts.count > 1 ? text : "library/" + text
    }
    if first.isEmpty || rest?.isEmpty == true { throw .empty }
    if let rest, rest.utf8.contains(where: { ":@".utf8.contains($0) }) { throw .version }
    do throws(GlobError) {
      registry = try Glob(isRegistry ? first : ImageReference.defaultDomain)
      path = try rest.map { text throws(GlobError) in try Glob(text) }
    } catch {
      throw .pattern(error)
    }
  }

  func matches(_ image: ImageReference) -> Bool {
    guard registry.matches(image.normalizedDomain) else { return false }
    guard let path else { return true }
    let wanted = image.normalizedPath
    if path.matches(wanted) { return true }
    // Each part of the path could be where the pattern ends.
    guard path.text.utf8.last != UInt8(ascii: "*") else { return false }
    let bytes = wanted.utf8Span.span
    for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "/") {
      if path.matches(bytes.extracting(0..<index)) { return true }
    }
    return false
  }
}

enum RepositoryPatternError: Error {
  case empty
  /// A tag or a digest: patterns are for where images come from.
  case version
  case pattern(GlobError)

  /// A clause without a capital and without a full stop.
  var message: String {
    switch self {
    case .empty: "registry and path cannot be empty"
    case .version: "a registry with its path has no tag and no digest"
    case .pattern(let error): error.message
    }
  }
}
