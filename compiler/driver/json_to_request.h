// One line of JSON -> a request by names.
//
//   {"partner":"bing","action":"read","data":"friends.names",
//    "purpose":"service","relation":"friend","date":"2014-06-01",
//    "attributes":{"session.signed_in":true,"subject.data_sharing":"off"}}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assent/table.h"

namespace assent::driver {

// A longer line is no request.
inline constexpr std::size_t kMaxRequestBytes = 1u << 20;

// Reads requests one after the other, keeping its memory.
class RequestReader {
 public:
  // False: `error` says what is wrong with the line. Every field is needed
  // but `attributes`; a field that is unknown, given twice or of another type
  // is an error. Attributes are strings, integers, true or false.
  bool Read(std::string_view line);

  // Of the last line read: views into this object.
  const NamedRequest& request() const { return request_; }
  const std::string& error() const { return error_; }

 private:
  friend class RequestHandler;
  static constexpr std::size_t kFieldCount = 6;

  std::string fields_[kFieldCount];
  bool given_[kFieldCount] = {};
  struct Fact {
    std::string attribute, value;
  };
  std::vector<Fact> facts_;
  std::size_t fact_count_ = 0;  // those of facts_ in use
  std::vector<NamedValue> values_;
  NamedRequest request_;
  std::string error_;
};

}  // namespace assent::driver
