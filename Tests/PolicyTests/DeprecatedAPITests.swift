import Kubernetes
import Policy
import Testing

@Suite("The table of deprecated versions")
struct DeprecatedAPITests {
  @Test("A kind that Kubernetes' published API lost stands in it, with the version that lost it")
  func complete() {
    for kind in APIShapes.known.kinds where kind.versions.last < 37 {
      let entry = DeprecatedAPI.entry(kind.apiVersion, kind.kind)
      #expect(entry != nil, "\(kind.apiVersion) \(kind.kind) is missing")
      #expect(
        entry?.removed?.minor == Int(kind.versions.last) + 1, "\(kind.apiVersion) \(kind.kind)")
    }
  }

  @Test("What is served in 1.37 is not gone, and what is gone is not served")
  func agrees() {
    for entry in DeprecatedAPI.all {
      for kind in entry.kinds {
        let known = APIShapes.known.kind(kind, in: entry.apiVersion)
        let isServed = known.map { $0.versions.last == .max } ?? false
        #expect(isServed == (entry.removed == nil), "\(entry.apiVersion) \(kind)")
      }
    }
  }

  @Test("A successor is served, from the version on that the table says, and is not deprecated")
  func successors() {
    for entry in DeprecatedAPI.all {
      if let removed = entry.removed { #expect(entry.deprecated <= removed) }
      guard let successor = entry.successor else { continue }
      for kind in entry.kinds {
        let name = successor.kind ?? kind
        let known = APIShapes.known.kind(name, in: successor.apiVersion)
        // Of kinds that only answer questions no shape is kept.
        if known == nil, kind.hasSuffix("Review") { continue }
        let first = known.map { Int($0.versions.first) }
        #expect(
          first == successor.since.minor || first == 0 && successor.since.minor <= 25,
          "\(successor.apiVersion) \(name) since \(String(describing: first))")
        let next = DeprecatedAPI.entry(successor.apiVersion, name)
        #expect(next == nil, "\(successor.apiVersion) \(name) is deprecated itself")
      }
    }
  }

  @Test("Each version and kind stands once")
  func once() {
    let names = DeprecatedAPI.all.flatMap { entry in
      entry.kinds.map { "\(entry.apiVersion) \($0)" }
    }
    #expect(Set(names).count == names.count)
  }
}
