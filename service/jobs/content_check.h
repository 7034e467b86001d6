// What VerifyStore checks of the content of a revision: that its records parse,
// that every pointer into text and source is true, and, when it is asked for, that
// an analysis of the same bytes by the same engine gives the same digest. Pure
// functions over one revision; CPU heavy.
#ifndef PLEDGE_SERVICE_JOBS_CONTENT_CHECK_H_
#define PLEDGE_SERVICE_JOBS_CONTENT_CHECK_H_

#include "storage/record_store.h"

namespace pledge::jobs {

// `recompute`: also analyses revisions of this build's engine version.
storage::ContentCheck MakeContentCheck(bool recompute);

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_CONTENT_CHECK_H_
