import Testing

@testable import kpatch_webhook

@Suite("Pages of code") struct ProgramCodeTests {
  @Test(
    arguments: [
      ("1000-3000 r-xp 00120000 fe:01 1234    /usr/bin/kpatch-webhook", 0x1000..<0x3000),
      // Data that the linker wrote to and then protected is not what the file holds.
      ("1000-3000 r--p 00120000 fe:01 1234    /usr/bin/kpatch-webhook", nil),
      ("1000-3000 rw-p 00120000 fe:01 1234    /usr/bin/kpatch-webhook", nil),
      ("1000-3000 r-xp 00000000 00:00 0       [vdso]", nil),
      ("1000-3000 r-xp 00000000 00:00 0", nil),
      ("3000-1000 r-xp 00120000 fe:01 1234    /usr/bin/kpatch-webhook", nil),
      ("x-3000 r-xp 00120000 fe:01 1234    /usr/bin/kpatch-webhook", nil),
      ("", nil),
    ] as [(String, Range<UInt>?)])
  func `only code of files is given back`(line: String, range: Range<UInt>?) {
    #expect(ProgramCode.range(ofCode: Array(line.utf8)[...]) == range)
  }

  @Test func `what was given back still runs`() {
    ProgramCode.giveBack()
    ProgramCode.giveBack()
  }
}
