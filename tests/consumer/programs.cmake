# SPDX-License-Identifier: MIT
#
# A program for each way to link the library. Each is a test of the project that includes this file.
enable_testing()

# Links `source` with dkrls::`way`. Further arguments are definitions for the preprocessor.
function(add_program way source)
  add_executable(with_${way} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${source})
  target_link_libraries(with_${way} PRIVATE dkrls::${way})
  target_compile_definitions(with_${way} PRIVATE ${ARGN})
  add_test(NAME ${way} COMMAND with_${way})
endfunction()

add_program(dkrls consumer.cpp)
add_program(compiled consumer.cpp COMPILED)
add_program(tls tls_consumer.cpp COMPILED)

# A shared library that holds the compiled library: its code must be position independent.
add_library(shared SHARED ${CMAKE_CURRENT_LIST_DIR}/consumer.cpp)
target_link_libraries(shared PRIVATE dkrls::compiled)
target_compile_definitions(shared PRIVATE COMPILED)
