// Foundation's JSONSerialization on each NAME FILE pair.
import Foundation

/// Processor time, which other work on the machine does not lengthen.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

var arguments = CommandLine.arguments.dropFirst()
while let name = arguments.popFirst(), let path = arguments.popFirst() {
  let data = try Data(contentsOf: URL(fileURLWithPath: path))
  let batch = max(1, 200_000 / data.count)
  var best = Double.infinity
  let end = now() + 0.5e9
  repeat {
    let start = now()
    for _ in 0..<batch { _ = try JSONSerialization.jsonObject(with: data) }
    best = min(best, (now() - start) / Double(batch))
  } while now() < end
  print("JSON to document\t\(name)\tFoundation\t\(Int(best))\t\(data.count)\t0")
}
