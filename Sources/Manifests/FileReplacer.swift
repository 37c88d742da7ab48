import Glibc

/// Replaces files so that at each moment there is the old file or the new one, never a part.
package enum FileReplacer {
  /// Writes `bytes` in place of the file that was read with `status`. Permissions and, where the
  /// system allows it, owner and group stay; of a symbolic link the target is replaced.
  ///
  /// The new file is made in the same folder under a hidden name, brought to the disk, and renamed.
  /// Signals wait meanwhile: control-C ends the process before or after, and leaves nothing behind.
  package static func replace(
    _ path: FilePath, with bytes: [UInt8], asRead input: InputBytes
  ) throws(InputProblem) {
    guard let status = input.status else { throw InputProblem(.noFile, path: path) }
    var mask = sigset_t()
    var previous = sigset_t()
    unsafe sigemptyset(&mask)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] { unsafe sigaddset(&mask, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &mask, &previous)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
    do {
      let target = try path.resolved()
      guard unsafe target.withCString({ unsafe access($0, W_OK) }) == 0 else {
        throw SystemCallError(code: errno)
      }
      let temporary = target.parent.appending(temporaryName())
      let descriptor = try temporary.open(O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      var isRenamed = false
      defer {
        if !isRenamed { _ = unsafe temporary.withCString { unsafe unlink($0) } }
      }
      try fill(descriptor, bytes, like: status)
      // Somebody may have saved the file in an editor since it was read.
      guard try FileStatus.of(target) == status else {
        throw InputProblem(.changedSinceRead, path: path)
      }
      let result = unsafe temporary.withCString { from in
        unsafe target.withCString { unsafe rename(from, $0) }
      }
      guard result == 0 else { throw SystemCallError(code: errno) }
      isRenamed = true
      synchronizeFolder(target.parent)
    } catch let problem as InputProblem {
      throw problem
    } catch let error as SystemCallError {
      throw InputProblem(.notReplaced(error.code), path: path)
    } catch {
      throw InputProblem(.notReplaced(EIO), path: path)
    }
  }

  private static func fill(
    _ descriptor: Int32, _ bytes: [UInt8], like status: FileStatus
  ) throws(SystemCallError) {
    var failure: Int32 = 0
    var sent = 0
    unsafe bytes.withUnsafeBytes { bytes in
      while sent < bytes.count {
        // SAFETY: the slice lies within the array, which outlives the call.
        let count = unsafe write(
          descriptor, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent)
        if count >= 0 {
          sent += count
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    if failure == 0 {
      // Only root may give files away: who cannot keeps what is his, without set-id bits.
      let kept = fchown(descriptor, status.owner, status.group) == 0
      let mode = kept ? status.mode : status.mode & 0o777
      if fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0 { failure = errno }
    }
    // Some file systems tell of a full disk only here.
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure != 0 { throw SystemCallError(code: failure) }
  }

  /// A name that is hidden, so that no folder walk takes it for a manifest.
  private static func temporaryName() -> [UInt8] {
    Array(".kpatch-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp".utf8)
  }

  /// Brings the rename to the disk, where the file system can; the file is whole either way.
  private static func synchronizeFolder(_ folder: FilePath) {
    guard let descriptor = try? folder.open(O_RDONLY | O_DIRECTORY) else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}
