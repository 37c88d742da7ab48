import Glibc

/// One thing to read.
package struct Input: Sendable, Equatable {
  /// `nil` for standard input.
  package let path: FilePath?
  /// Whether the user named it, in place of a folder in which it was found.
  package let isNamed: Bool
  /// Whether a symbolic link may be followed at the end of the path.
  let mayBeLink: Bool

  /// Standard input.
  package static let standard = Input(path: nil, isNamed: true, mayBeLink: false)
}

/// Finds what is to be read by the paths that the user named, in the order in which it is to be
/// processed.
///
/// A folder is walked: entries in the bytewise order of their names, `.yaml`, `.yml` and `.json`
/// are taken, whatever begins with a dot is not. A symbolic link is followed where its target lies
/// in the folder that the user named; each target is taken once, so loops end.
package struct InputFinder {
  package private(set) var inputs: [Input] = []
  package private(set) var problems: [InputProblem] = []

  private var visitedFolders: Set<FileStatus.Identity> = []
  /// Files that were taken, and whether a link led to them.
  private var taken: [FileStatus.Identity: Bool] = [:]

  private static let suffixes = [".yaml", ".yml", ".json"]

  package init() {}

  /// `-` is standard input.
  package mutating func find(_ path: FilePath) {
    if path == .standardInput {
      inputs.append(.standard)
      return
    }
    do {
      guard try FileStatus.of(path).kind == .folder else {
        inputs.append(Input(path: path, isNamed: true, mayBeLink: true))
        return
      }
      let root = try path.resolved()
      let before = inputs.count + problems.count
      visitedFolders = []
      taken = [:]
      walk(path, root: root)
      if inputs.count + problems.count == before {
        problems.append(InputProblem(.noManifests, path: path))
      }
    } catch {
      problems.append(InputProblem(.system(error.code), path: path))
    }
  }

  /// Folders that are left to walk and files that are left to take, the next one last.
  private mutating func walk(_ folder: FilePath, root: FilePath) {
    var open = [folder]
    while let path = open.popLast() {
      do {
        let isRoot = path == folder
        let own = try FileStatus.of(path, followingLinks: isRoot)
        switch own.kind {
        case .folder:
          try enter(path, own, &open)
        case .link:
          try follow(path, root: root, &open)
        case .file where Self.isManifest(path):
          if taken[own.identity] != true { take(path, own.identity, link: false) }
        case _ where Self.isManifest(path):
          problems.append(InputProblem(.noFile, path: path))
        default: break
        }
      } catch {
        problems.append(InputProblem(.system(error.code), path: path))
      }
    }
  }

  private mutating func enter(
    _ path: FilePath, _ status: FileStatus, _ open: inout [FilePath]
  ) throws(SystemCallError) {
    guard visitedFolders.insert(status.identity).inserted else { return }
    let names = try Self.names(in: path)
    for name in names.sorted(by: { $1.lexicographicallyPrecedes($0) }) {
      open.append(path.appending(name))
    }
  }

  private mutating func follow(
    _ path: FilePath, root: FilePath, _ open: inout [FilePath]
  ) throws(SystemCallError) {
    let target: FileStatus
    let real: FilePath
    do {
      target = try FileStatus.of(path)
      real = try path.resolved()
    } catch {
      // A link to nowhere matters where it should have been a manifest.
      if Self.isManifest(path) { throw error }
      return
    }
    let wanted = target.kind == .folder || Self.isManifest(path)
    guard wanted else { return }
    guard real.isWithin(root) else {
      problems.append(InputProblem(.linkOutOfFolder, path: path))
      return
    }
    switch target.kind {
    case .folder: try enter(path, target, &open)
    case .file: if taken[target.identity] == nil { take(path, target.identity, link: true) }
    default: problems.append(InputProblem(.noFile, path: path))
    }
  }

  private mutating func take(_ path: FilePath, _ identity: FileStatus.Identity, link: Bool) {
    taken[identity] = link
    inputs.append(Input(path: path, isNamed: false, mayBeLink: link))
  }

  private static func isManifest(_ path: FilePath) -> Bool {
    suffixes.contains { path.hasSuffix($0) }
  }

  /// The names in a folder that do not begin with a dot, in no order.
  private static func names(in folder: FilePath) throws(SystemCallError) -> [[UInt8]] {
    let stream = unsafe folder.withCString { unsafe opendir($0) }
    guard let stream = unsafe stream else { throw SystemCallError(code: errno) }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw SystemCallError(code: errno) }
        return names
      }
      // SAFETY: the name ends with a zero; the entry may be shorter than its declared type, so the
      // bytes are read where they are instead of copying the type.
      let start = unsafe UnsafeRawPointer(entry) + offset
      let count = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
      let name = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
      if name.first != UInt8(ascii: ".") { names.append(name) }
    }
  }
}
