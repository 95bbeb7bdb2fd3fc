# SPDX-License-Identifier: MIT
#
# Settings for this project's own programs. They do not affect consumers of the library.

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# Options shared by every program and test of this project.
add_library(dkrls_development INTERFACE)
target_compile_options(dkrls_development INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                                   -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND DKRLS_SANITIZE MATCHES "thread")
  # g++ warns that the thread sanitizer does not support Asio's atomic fences. It works without them.
  target_compile_options(dkrls_development INTERFACE -Wno-tsan)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND DKRLS_SANITIZE MATCHES "address")
  # With the address sanitizer g++ 12 reports parts of std::regex, which Catch2 uses, as uninitialized
  # (gcc bug 105562).
  target_compile_options(dkrls_development INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND DKRLS_SANITIZE)
  # With a sanitizer g++ 12 looks into the function that allocates the frames of Asio's coroutines, but not into
  # the one that frees them, and reports that the two do not match.
  target_compile_options(dkrls_development INTERFACE -Wno-mismatched-new-delete)
endif()
if(DKRLS_SANITIZE)
  target_compile_options(dkrls_development INTERFACE -fsanitize=${DKRLS_SANITIZE}
                                                     -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer)
  target_link_options(dkrls_development INTERFACE -fsanitize=${DKRLS_SANITIZE})
endif()
if(DKRLS_STATIC)
  target_link_options(dkrls_development INTERFACE -static)
endif()
