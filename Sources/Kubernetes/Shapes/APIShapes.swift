import Documents

/// The fields of Kubernetes' own kinds, from 1.25 to the newest version: searched in the text of
/// ``APIShapeTable``, without allocation. It holds nothing, so that it costs nothing to have it.
package struct APIShapes: Sendable {
  package static let known = APIShapes()

  private init() {}

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
    let fields: Range<Int>
    /// Its part of the slots.
    let slots: Range<Int>
    /// How many fields every version demands.
    let required: Int
    /// Whether there are fields that only some versions demand.
    let varies: Bool
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

  /// - Parameter minor: as for ``Field/isRequired(at:)``.
  package func fieldTable(of type: Int, at minor: Int?) -> FieldTable {
    let record = Self.record(type)
    let required =
      record.varies && minor != nil
      ? record.fields.count { Self.field(Self.entry($0)).isRequired(at: minor) } : record.required
    return FieldTable(
      fields: Int32(record.fields.lowerBound), slots: Int32(record.slots.lowerBound),
      slotCount: Int32(record.slots.count), required: Int32(required))
  }

  /// The field whose name is a part of a text; `nil` where no version has one of that name.
  package func field(_ text: Span<UInt8>, _ name: Range<Int>, in table: FieldTable) -> Field? {
    let start = name.lowerBound
    let count = name.count
    let word = text.leadingWord(at: start, count: count)
    let last = count > 8 ? text.word(at: start + count - 8) : 0
    return APIShapeTable.slots.withBytes { slots in
      APIShapeTable.fields.withBytes { entries in
        var found: Field?
        _ = NameTable.find(NameTable.hash(word, last, count), count: Int(table.slotCount)) { slot in
          APIShapeTable.digit(slots, Int(table.slots) + slot)
        } where: { index in
          let entry = APIShapeTable.number(entries, Int(table.fields) + index)
          guard Int(entry >> 26 & 0x3F) == count,
            Self.isName(at: Int(entry >> 32), word, count, text, start)
          else { return false }
          found = Self.field(entry)
          return true
        }
        return found
      }
    }
  }

  /// Whether a name of the table is a part of a text; `word` is the part's ``Span/leadingWord``.
  @inline(__always)
  private static func isName(
    at place: Int, _ word: UInt64, _ count: Int, _ text: Span<UInt8>, _ start: Int
  ) -> Bool {
    APIShapeTable.names.withBytes { names in
      guard names.leadingWord(at: place, count: count) == word else { return false }
      return count <= 8 || names.holds(text.extracting(start..<start + count), at: place)
    }
  }

  /// The name of a type, for tests and errors.
  package func typeName(_ type: Int) -> String { Self.name(Self.record(type).name) }

  package var typeCount: Int { APIShapeTable.types.utf8CodeUnitCount / 16 }

  package func type(named name: String) -> Int? {
    (0..<typeCount).first { typeName($0) == name }
  }

  package func fields(of type: Int) -> [(name: String, field: Field)] {
    Self.record(type).fields.map { index in
      let entry = Self.entry(index)
      let start = Int(entry >> 32)
      return (Self.name(start..<start + Int(entry >> 26 & 0x3F)), Self.field(entry))
    }
  }
}

// MARK: - Reading

extension APIShapes {
  private static func name(_ place: Range<Int>) -> String {
    APIShapeTable.names.withBytes { Bytes.string($0.extracting(place)) }
  }

  private static func entry(_ index: Int) -> UInt64 {
    APIShapeTable.fields.withBytes { APIShapeTable.number($0, index) }
  }

  private static func record(_ type: Int) -> TypeRecord {
    let (first, second) = APIShapeTable.types.withBytes {
      (APIShapeTable.number($0, 2 * type), APIShapeTable.number($0, 2 * type + 1))
    }
    let name = Int(first >> 32)
    let field = Int(first >> 12 & 0x1FFF)
    let slot = Int(second >> 33)
    return TypeRecord(
      name: name..<name + Int(first >> 25 & 0x7F), fields: field..<field + Int(first >> 6 & 0x3F),
      slots: slot..<slot + (1 << Int(second >> 29 & 0xF)), required: Int(second >> 23 & 0x3F),
      varies: second >> 22 & 1 == 1)
  }

  private static func kind(at index: Int) -> Kind {
    let (first, second) = APIShapeTable.kinds.withBytes {
      (APIShapeTable.number($0, 2 * index), APIShapeTable.number($0, 2 * index + 1))
    }
    let apiVersion = Int(first >> 32)
    let kind = Int(first >> 10 & 0xFFFF)
    return Kind(
      type: Int(second >> 38), versions: versions(Int(second >> 30 & 0xFF)).known,
      apiVersionPlace: apiVersion..<apiVersion + Int(first >> 26 & 0x3F),
      kindPlace: kind..<kind + Int(first >> 4 & 0x3F))
  }

  @inline(__always)
  private static func field(_ entry: UInt64) -> Field {
    let versions = versions(Int(entry >> 4 & 0xFF))
    return Field(
      shape: APIShape(code: UInt16(entry >> 16 & 0x3FF), wrappers: UInt8(entry >> 12 & 0xF)),
      versions: versions.known, demanding: versions.demanding)
  }

  private static func versions(_ index: Int) -> (known: Versions, demanding: Versions) {
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
