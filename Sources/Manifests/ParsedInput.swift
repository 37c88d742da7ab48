import Documents
import Glibc

/// An input that is read and parsed whole, for what is no manifest: policies.
package struct ParsedInput: Sendable {
  /// Empty where nothing could be read.
  package let source: Source
  /// Those before the problem, if there is one.
  package let documents: [Document]
  package let problem: InputProblem?

  package init(_ input: Input, limits: DocumentLimits) {
    var source = Source([])
    var documents: [Document] = []
    var problem: InputProblem?
    do throws(InputProblem) {
      source = Source(try InputReader(limits: limits).read(input).bytes)
      let format = input.path.map(InputFormat.init(path:)) ?? .unknown
      do throws(SyntaxError) {
        var reader = try DocumentReader(source, format: format, limits: limits)
        while let document = try reader.next() { documents.append(document) }
      } catch {
        throw InputProblem(.syntax(error), path: input.path)
      }
    } catch {
      problem = error
    }
    self.source = source
    self.documents = documents
    self.problem = problem
  }
}

extension InputReader {
  /// Whether a path leads to a folder, which it does not where the system cannot tell.
  package static func isFolder(_ path: FilePath) -> Bool {
    (try? FileStatus.of(path).kind) == .folder
  }

  /// Whether a path leads to a device, a socket or a pipe: opening it may wait for somebody, and
  /// what it gives it gives once.
  package static func isNoFile(_ path: FilePath) -> Bool {
    guard let kind = try? FileStatus.of(path).kind else { return false }
    return kind != .file && kind != .folder
  }

  /// Whether two paths lead to one file.
  package static func isSame(_ first: FilePath, _ second: FilePath) -> Bool {
    guard let one = try? FileStatus.of(first), let other = try? FileStatus.of(second) else {
      return false
    }
    return one.identity == other.identity
  }

  /// Whether there is anything at a path, readable or not.
  package static func exists(_ path: FilePath) -> Bool {
    do {
      _ = try FileStatus.of(path)
      return true
    } catch {
      return error.code != ENOENT
    }
  }
}
