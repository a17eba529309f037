#include "compiler/driver/json_to_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "compiler/diagnostics/diagnostic.h"

namespace assent::driver {
namespace {

constexpr std::string_view kFields[] = {"partner", "action",   "data",
                                        "purpose", "relation", "date"};

// At most this much of the caller's text in a message.
std::string Shown(std::string_view text) {
  constexpr std::size_t kShown = 80;
  if (text.size() <= kShown) return std::string(text);
  std::size_t end = kShown;
  while (end > 0 && (std::uint8_t(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string Quoted(std::string_view text) { return '`' + Shown(text) + '`'; }

std::string Meant(std::string_view field) {
  std::vector<std::string_view> names(std::begin(kFields), std::end(kFields));
  names.push_back("attributes");
  const std::string_view near = diagnostics::ClosestName(field, names);
  return near.empty() ? "" : fmt::format("; did you mean `{}`?", near);
}

}  // namespace

// Called by the JSON parser for each token; false stops it.
class RequestHandler : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit RequestHandler(RequestReader& reader) : reader_(reader) {}

  bool null() override { return Wrong("null"); }
  bool boolean(bool value) override {
    const char* text = value ? "true" : "false";
    return depth_ == 2 ? AddFact(text) : Wrong(text);
  }
  bool number_integer(number_integer_t value) override {
    return depth_ == 2 ? AddFact(std::to_string(value))
                       : Wrong(std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return depth_ == 2 ? AddFact(std::to_string(value))
                       : Wrong(std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& text) override {
    return Wrong(text);
  }
  bool binary(binary_t&) override { return Wrong("binary data"); }
  bool string(string_t& value) override {
    if (depth_ == 2) return AddFact(std::move(value));
    if (depth_ != 1 || !field_) return Wrong('"' + value + '"');
    reader_.fields_[*field_] = std::move(value);
    return true;
  }

  bool start_object(std::size_t) override {
    if (depth_ == 1 && field_) return Wrong("an object");
    return ++depth_ <= 2 || Wrong("an object");
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override { return Wrong("a list"); }
  bool end_array() override { return false; }

  bool key(string_t& name) override {
    if (depth_ == 2) {
      attribute_ = std::move(name);
      return true;
    }
    const auto it = std::ranges::find(kFields, name);
    field_ = std::nullopt;
    bool* given = &attributes_given_;
    if (it != std::end(kFields)) {
      field_ = std::size_t(it - std::begin(kFields));
      given = &reader_.given_[*field_];
    } else if (name != "attributes") {
      return Refuse(
          fmt::format("unknown field {}{}", Quoted(name), Meant(name)));
    }
    if (*given)
      return Refuse(fmt::format("field {} is given twice", Quoted(name)));
    *given = true;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    const bool encoding =
        std::string_view(error.what()).find("UTF-8") != std::string_view::npos;
    return Refuse(fmt::format("{} at byte {}",
                              encoding ? "not UTF-8" : "not a JSON object",
                              position));
  }

  bool refused() const { return refused_; }

 private:
  bool Refuse(std::string message) {
    if (!refused_) reader_.error_ = std::move(message);
    refused_ = true;
    return false;
  }

  // `value` is not what belongs here.
  bool Wrong(std::string_view value) {
    if (depth_ == 0)
      return Refuse(
          fmt::format("a request is a JSON object, not {}", Shown(value)));
    if (depth_ >= 2)
      return Refuse(fmt::format(
          "attribute {} must be a string, an integer, true or false, not {}",
          Quoted(attribute_), Shown(value)));
    if (!field_)
      return Refuse(fmt::format("field `attributes` must be an object, not {}",
                                Shown(value)));
    return Refuse(fmt::format("field {} must be a string, not {}",
                              Quoted(kFields[*field_]), Shown(value)));
  }

  bool AddFact(std::string value) {
    for (std::size_t i = 0; i < reader_.fact_count_; ++i)
      if (reader_.facts_[i].attribute == attribute_)
        return Refuse(
            fmt::format("attribute {} is given twice", Quoted(attribute_)));
    if (reader_.fact_count_ == reader_.facts_.size())
      reader_.facts_.emplace_back();
    reader_.facts_[reader_.fact_count_++] = {std::move(attribute_),
                                             std::move(value)};
    return true;
  }

  RequestReader& reader_;
  int depth_ = 0;
  std::optional<std::size_t> field_;
  bool attributes_given_ = false;
  std::string attribute_;
  bool refused_ = false;
};

bool RequestReader::Read(std::string_view line) {
  std::ranges::fill(given_, false);
  fact_count_ = 0;
  error_.clear();
  if (line.size() > kMaxRequestBytes) {
    error_ = fmt::format("longer than {} bytes", kMaxRequestBytes);
    return false;
  }
  RequestHandler handler(*this);
  const bool parsed =
      nlohmann::json::sax_parse(line.begin(), line.end(), &handler);
  if (!parsed || handler.refused()) {
    if (error_.empty()) error_ = "not a JSON object";
    return false;
  }
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (!given_[i]) {
      error_ = fmt::format("field `{}` is missing", kFields[i]);
      return false;
    }
  values_.clear();
  for (std::size_t i = 0; i < fact_count_; ++i)
    values_.push_back({facts_[i].attribute, facts_[i].value});
  request_ = {fields_[0], fields_[2], fields_[1], fields_[3],
              fields_[4], fields_[5], values_};
  return true;
}

}  // namespace assent::driver
