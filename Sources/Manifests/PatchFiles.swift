import Documents

/// The files among the inputs that a kustomization among the inputs names as patches: what they
/// hold looks like objects and is parts of such, which kustomize merges into the whole.
struct PatchFiles: Sendable {
  private static let kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  private var paths: Set<FilePath> = []

  /// A kustomization that cannot be read is reported where it is processed.
  init(of inputs: [Input], limits: DocumentLimits) {
    for input in inputs {
      guard let path = input.path, Self.isKustomization(path),
        (try? FileStatus.of(path, followingLinks: input.mayBeLink))?.kind == .file,
        let bytes = try? InputReader(limits: limits).read(input).bytes
      else { continue }
      let format = InputFormat(path: path)
      guard
        var reader = try? DocumentReader(Source(bytes), format: format, limits: limits),
        let document = try? reader.next()
      else { continue }
      for name in Self.patches(of: document.root) {
        guard let named = FilePath(name),
          let file = try? path.parent.appending(named.bytes).resolved()
        else { continue }
        paths.insert(file)
      }
    }
  }

  func contains(_ input: Input) -> Bool {
    if paths.isEmpty { return false }
    guard let file = try? input.path?.resolved() else { return false }
    return paths.contains(file)
  }

  private static func isKustomization(_ path: FilePath) -> Bool {
    kustomizations.contains { path.name.elementsEqual($0.utf8) }
  }

  /// What a kustomization names as files of patches. Both fields may hold patches themselves as
  /// well, and what has several lines is no name.
  private static func patches(of kustomization: Node) -> [String] {
    var names = kustomization["patches"]?.elements.compactMap { $0["path"]?.string } ?? []
    names += kustomization["patchesStrategicMerge"]?.elements.compactMap(\.string) ?? []
    return names.filter { !$0.utf8.contains(UInt8(ascii: "\n")) }
  }
}
