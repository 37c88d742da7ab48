import CLinux
import Glibc
import Manifests

/// Tells when something happens in some folders.
///
/// Folders, not files: an editor puts a new file in the place of the old one, and Kubernetes swaps
/// the symbolic link `..data` beside the names that lead through it.
final class FolderWatch {
  /// Readable when something happened; -1 where the system has no more watches.
  let descriptor: Int32
  private let folders: [FilePath]

  init(_ folders: [FilePath]) {
    self.folders = folders
    descriptor = clinux_watch_descriptor()
    renew()
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Watches folders again that were removed and made anew. A folder that is watched stays so.
  func renew() {
    guard descriptor >= 0 else { return }
    for folder in folders {
      let path = folder.bytes.map { CChar(bitPattern: $0) } + [0]
      // One that is not there now is tried again next time.
      _ = unsafe clinux_watch_folder(descriptor, path)
    }
  }

  /// Forgets what happened until now.
  func clear() {
    guard descriptor >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    // SAFETY: the read stays within the buffer.
    while unsafe read(descriptor, &buffer, buffer.count) > 0 {}
  }
}
