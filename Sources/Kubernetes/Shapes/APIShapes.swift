import Documents

/// The fields of Kubernetes' own kinds, from 1.25 to the newest version: searched in
/// ``APIShapeTable``, without allocation.
///
/// The numbers of the table are read once, which takes some hundred thousand instructions; names
/// and slots are looked up where they stand.
package final class APIShapes: Sendable {
  package static let known = APIShapes()

  private let types: [TypeRecord]
  /// All fields, those of a type together.
  let entries: [Entry]

  private init() {
    types = (0..<APIShapeTable.types.utf8CodeUnitCount / 16).map(Self.type(at:))
    let versions = (0..<APIShapeTable.versions.utf8CodeUnitCount / 4).map(Self.versions(at:))
    entries = APIShapeTable.fields.withBytes { fields in
      APIShapeTable.names.withBytes { names in
        (0..<fields.count / 8).map { Entry(APIShapeTable.number(fields, $0), names, versions) }
      }
    }
  }

  /// A row of `fields`.
  struct Entry {
    /// The name's ``Span/leadingWord``.
    let word: UInt64
    /// The last eight bytes of a name that is longer.
    let lastWord: UInt64
    let name: UInt32
    let length: UInt8
    let field: Field

    init(
      _ number: UInt64, _ names: Span<UInt8>, _ versions: [(known: Versions, demanding: Versions)]
    ) {
      name = UInt32(truncatingIfNeeded: number >> 32)
      length = UInt8(number >> 26 & 0x3F)
      let end = Int(name) + Int(length)
      word = names.leadingWord(at: Int(name), count: Int(length))
      lastWord = length > 8 ? names.word(at: end - 8) : 0
      let (known, demanding) = versions[Int(number >> 4 & 0xFF)]
      field = Field(
        shape: APIShape(code: UInt16(number >> 16 & 0x3FF), wrappers: UInt8(number >> 12 & 0xF)),
        versions: known, demanding: demanding)
    }

    var place: Range<Int> { Int(name)..<Int(name) + Int(length) }
  }

  /// A field of a type.
  package struct Field: Sendable {
    package let shape: APIShape
    package let versions: Versions
    /// The versions that refuse an object without it.
    package let demanding: Versions

    /// Whether an object without it is refused.
    ///
    /// - Parameter minor: `nil` for a version that nobody has named: what some refuse and others
    ///   take is not demanded then.
    @inline(__always)
    package func isRequired(at minor: Int?) -> Bool {
      guard let minor else { return demanding == .all }
      return demanding.contains(minor) && versions.contains(minor)
    }
  }

  /// The minor versions that know something, from the first one to the last one.
  package struct Versions: Sendable, Equatable {
    /// 0 where every version that is described has it.
    package let first: UInt8
    /// 255 where the newest version has it.
    package let last: UInt8

    static let all = Versions(first: 0, last: .max)

    @inline(__always)
    package func contains(_ minor: Int) -> Bool { minor >= Int(first) && minor <= Int(last) }
  }

  package struct Kind: Sendable {
    /// The index of its type.
    package let type: Int
    package let versions: Versions
    fileprivate let apiVersionPlace: Range<Int>
    fileprivate let kindPlace: Range<Int>

    package var apiVersion: String { APIShapes.name(apiVersionPlace) }
    package var kind: String { APIShapes.name(kindPlace) }
  }

  private struct TypeRecord {
    let name: Range<Int>
    /// Where its fields are searched, with those required that every version demands.
    let table: FieldTable
    /// How many fields it has.
    let count: Int
    /// Whether there are fields that only some versions demand.
    let varies: Bool

    var fields: Range<Int> { Int(table.fields)..<Int(table.fields) + count }
  }

  /// Where the fields of a type are searched.
  package struct FieldTable: Sendable {
    fileprivate let fields: Int32
    fileprivate let slots: Int32
    fileprivate let slotCount: Int32
    /// How many fields the API server insists on.
    package let required: Int32

    /// Of a type without fields.
    static let empty = FieldTable(fields: 0, slots: 0, slotCount: 0, required: 0)
  }
}

// MARK: - Searching

extension APIShapes {
  /// A kind as it is served under an API version; `nil` where it never was since 1.25.
  package func kind(_ kind: String, in apiVersion: String) -> Kind? {
    let hash =
      NameTable.hash(kind.utf8Span.span) ^ NameTable.hash(apiVersion.utf8Span.span) << 1
    return APIShapeTable.kindSlots.withBytes { slots in
      APIShapeTable.names.withBytes { names in
        var found: Kind?
        _ = NameTable.find(hash, count: slots.count / 2) { slot in
          APIShapeTable.digit(slots, 2 * slot) << 6 | APIShapeTable.digit(slots, 2 * slot + 1)
        } where: { index in
          let candidate = Self.kind(at: index)
          guard names.extracting(candidate.kindPlace).says(kind),
            names.extracting(candidate.apiVersionPlace).says(apiVersion)
          else { return false }
          found = candidate
          return true
        }
        return found
      }
    }
  }

  package var kinds: some Sequence<Kind> {
    (0..<APIShapeTable.kinds.utf8CodeUnitCount / 16).lazy.map(Self.kind(at:))
  }

  /// The kind that somebody means who writes its name with other capitals, or in the plural as
  /// resources are called; `nil` for the name of a kind and for what is like none.
  package func kindMeant(by text: String) -> String? {
    if kinds.contains(where: { $0.kind == text }) { return nil }
    let wanted = text.lowercased()
    return kinds.first { kind in
      let name = kind.kind.lowercased()
      guard wanted.hasPrefix(name.dropLast()) else { return false }
      return wanted == name || wanted == name + "s" || wanted == name + "es"
        || name.hasSuffix("y") && wanted == name.dropLast() + "ies"
    }?.kind
  }

  /// - Parameter minor: as for ``Field/isRequired(at:)``.
  package func fieldTable(of type: Int, at minor: Int?) -> FieldTable {
    let table = types[type].table
    guard types[type].varies, minor != nil else { return table }
    let required = types[type].fields.count { entries[$0].field.isRequired(at: minor) }
    return FieldTable(
      fields: table.fields, slots: table.slots, slotCount: table.slotCount,
      required: Int32(required))
  }

  /// The field whose name is a part of a text; `nil` where no version has one of that name.
  package func field(_ text: Span<UInt8>, _ name: Range<Int>, in table: FieldTable) -> Field? {
    let list = entries
    let place = fieldPlace(text, name.lowerBound, count: name.count, in: table, list.span)
    return place < 0 ? nil : list[place].field
  }

  /// The same for who has ``entries`` at hand: the place among them, or -1. A number, since an
  /// optional field is taken apart and put together again.
  @inline(__always)
  func fieldPlace(
    _ text: Span<UInt8>, _ start: Int, count: Int, in table: FieldTable, _ entries: Span<Entry>
  ) -> Int {
    let word = text.leadingWord(at: start, count: count)
    let last = count > 8 ? text.word(at: start + count - 8) : 0
    let fields = Int(table.fields)
    let index = APIShapeTable.slots.withBytes { slots in
      NameTable.find(NameTable.hash(word, last, count), count: Int(table.slotCount)) { slot in
        APIShapeTable.digit(slots, Int(table.slots) + slot)
      } where: { index in
        let entry = entries[fields + index]
        // Up to sixteen bytes are in the two words.
        return entry.word == word && entry.lastWord == last && Int(entry.length) == count
          && (count <= 16 || isName(fields + index, text.extracting(start..<start + count)))
      }
    }
    return index.map { fields + $0 } ?? -1
  }

  private func isName(_ index: Int, _ name: Span<UInt8>) -> Bool {
    APIShapeTable.names.withBytes { $0.holds(name, at: Int(entries[index].name)) }
  }

  /// The name of a type, for tests and errors.
  package func typeName(_ type: Int) -> String { Self.name(types[type].name) }

  package var typeCount: Int { types.count }

  package func type(named name: String) -> Int? {
    (0..<typeCount).first { typeName($0) == name }
  }

  package func fields(of type: Int) -> [(name: String, field: Field)] {
    types[type].fields.map { (Self.name(entries[$0].place), entries[$0].field) }
  }
}

// MARK: - Reading

extension APIShapes {
  private static func name(_ place: Range<Int>) -> String {
    APIShapeTable.names.withBytes { Bytes.string($0.extracting(place)) }
  }

  private static func type(at index: Int) -> TypeRecord {
    let (first, second) = APIShapeTable.types.withBytes {
      (APIShapeTable.number($0, 2 * index), APIShapeTable.number($0, 2 * index + 1))
    }
    let name = Int(first >> 32)
    return TypeRecord(
      name: name..<name + Int(first >> 25 & 0x7F),
      table: FieldTable(
        fields: Int32(first >> 12 & 0x1FFF), slots: Int32(second >> 33),
        slotCount: 1 << Int32(second >> 29 & 0xF), required: Int32(second >> 23 & 0x3F)),
      count: Int(first >> 6 & 0x3F), varies: second >> 22 & 1 == 1)
  }

  private static func kind(at index: Int) -> Kind {
    let (first, second) = APIShapeTable.kinds.withBytes {
      (APIShapeTable.number($0, 2 * index), APIShapeTable.number($0, 2 * index + 1))
    }
    let apiVersion = Int(first >> 32)
    let kind = Int(first >> 10 & 0xFFFF)
    return Kind(
      type: Int(second >> 38), versions: versions(at: Int(second >> 30 & 0xFF)).known,
      apiVersionPlace: apiVersion..<apiVersion + Int(first >> 26 & 0x3F),
      kindPlace: kind..<kind + Int(first >> 4 & 0x3F))
  }

  private static func versions(at index: Int) -> (known: Versions, demanding: Versions) {
    APIShapeTable.versions.withBytes { text in
      func bounds(_ place: Int) -> Versions {
        let last = APIShapeTable.digit(text, place + 1)
        return Versions(
          first: UInt8(APIShapeTable.digit(text, place)), last: last == 63 ? .max : UInt8(last))
      }
      return (bounds(4 * index), bounds(4 * index + 2))
    }
  }
}
