import Documents
import Policy

/// What the kustomizations among the inputs say of the others: which files are patches, whose
/// documents look like objects and are parts of such that kustomize merges into the whole, and
/// which objects are in no file, since it generates them.
struct Kustomizations: Sendable {
  private static let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  private var patches: Set<FilePath> = []
  private(set) var generated: Set<ObjectIndex.Generated> = []

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
        patches.insert(file)
      }
      addGenerated(by: document.root)
    }
  }

  /// Whether one of them names the file as a patch.
  func namePatch(_ input: Input) -> Bool {
    if patches.isEmpty { return false }
    guard let file = try? input.path?.resolved() else { return false }
    return patches.contains(file)
  }

  private static func isKustomization(_ path: FilePath) -> Bool {
    names.contains { path.name.elementsEqual($0.utf8) }
  }

  /// What a kustomization names as files of patches. Both fields may hold patches themselves as
  /// well, and what has several lines is no name.
  private static func patches(of kustomization: Node) -> [String] {
    var names = kustomization["patches"]?.elements.compactMap { $0["path"]?.string } ?? []
    names += kustomization["patchesStrategicMerge"]?.elements.compactMap(\.string) ?? []
    return names.filter { !$0.utf8.contains(UInt8(ascii: "\n")) }
  }

  /// References are written with the name that the generator has; kustomize adds its hash to both.
  private mutating func addGenerated(by kustomization: Node) {
    for (field, kind) in [
      ("configMapGenerator", ObjectKind.configMap), ("secretGenerator", .secret),
    ] {
      guard let generators = kustomization[named: field] else { continue }
      for generator in generators.elements {
        guard let name = generator["name"]?.string else { continue }
        generated.insert(ObjectIndex.Generated(kind, named: name))
      }
    }
  }
}
