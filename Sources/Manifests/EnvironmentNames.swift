/// What environments are called whose manifests are compared.
package enum EnvironmentNames {
  /// The part of each path in which it differs from all others, the last one where there are
  /// several: `staging` and `production` for `apps/staging/deploy` and `apps/production/deploy`,
  /// without the ending of a file. Where no part does, the paths.
  package static func names(of paths: [FilePath]) -> [String] {
    let parts = paths.map { path in
      path.bytes.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        .filter { $0 != "." }
    }
    let depth = parts.map(\.count).min() ?? 0
    for place in 0..<depth {
      let names = parts.map { $0[$0.count - 1 - place] }
      let short = names.map { place == 0 ? withoutEnding($0) : $0 }
      for candidates in [short, names] where areDistinct(candidates) { return candidates }
    }
    return paths.map(\.text)
  }

  package static func areDistinct(_ names: [String]) -> Bool { Set(names).count == names.count }

  private static func withoutEnding(_ name: String) -> String {
    for ending in [".yaml", ".yml", ".json"]
    where name.utf8.count > ending.utf8.count && name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }
}
