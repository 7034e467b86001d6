# What `cmake --install BUILD --component client` puts into a prefix: the client library, the generated code that it
# stands on, their headers, the protos, and what find_package(pledge) reads. Includes are the same as in this tree.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(PLEDGE_HEADERS ${CMAKE_INSTALL_INCLUDEDIR}/pledge)
set(PLEDGE_CMAKE ${CMAKE_INSTALL_LIBDIR}/cmake/pledge)
foreach(name client proto proto_grpc)
  set_target_properties(pledge_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(pledge_${name} SYSTEM INTERFACE $<INSTALL_INTERFACE:${PLEDGE_HEADERS}>)
endforeach()
install(TARGETS pledge_client pledge_proto pledge_proto_grpc EXPORT pledge COMPONENT client
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT client)
install(EXPORT pledge NAMESPACE pledge:: FILE pledgeTargets.cmake DESTINATION ${PLEDGE_CMAKE} COMPONENT client)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/pledgeConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/pledgeConfig.cmake INSTALL_DESTINATION ${PLEDGE_CMAKE})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/pledgeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/pledgeConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/pledgeConfigVersion.cmake
  DESTINATION ${PLEDGE_CMAKE} COMPONENT client)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/client/cpp/ DESTINATION ${PLEDGE_HEADERS}/client/cpp COMPONENT client
  FILES_MATCHING PATTERN "*.h"
  PATTERN pledgectl EXCLUDE PATTERN tests EXCLUDE PATTERN cmake EXCLUDE PATTERN examples EXCLUDE)
foreach(folder pledge/v1 google/rpc google/type)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/gen/${folder} DESTINATION ${PLEDGE_HEADERS}/${folder}/.. COMPONENT client
    FILES_MATCHING PATTERN "*.pb.h")
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/proto/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/pledge/proto/${folder}/..
    COMPONENT client FILES_MATCHING PATTERN "*.proto")
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/proto/service_config.json ${PROJECT_BINARY_DIR}/share/pledge.binpb
  DESTINATION ${CMAKE_INSTALL_DATADIR}/pledge COMPONENT client)
