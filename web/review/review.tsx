import type { VNode } from "preact";
import { t } from "../i18n/t.ts";
import type { ScreenProps } from "../lazy-screen.tsx";
import { ItemList } from "../manage/item-list.tsx";
import { ProjectFrame } from "../manage/project-frame.tsx";
import { Empty } from "../parts/empty.tsx";

/** What annotators differ on, waiting for a person. */
const Review = ({ params }: ScreenProps): VNode => {
  const projectId = params["projectId"] ?? "";
  return (
    <ProjectFrame
      projectId={projectId}
      place="review"
      title={t("manage.review")}
      about={() => t("manage.review.about")}
    >
      {() => (
        <ItemList
          projectId={projectId}
          state="contested"
          empty={<Empty title={t("manage.review.none")} body={t("manage.review.noneBody")} />}
        />
      )}
    </ProjectFrame>
  );
};

export default Review;
